//! A location, as a [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events) of `check_out` shows it.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::Flag;

/// A location of the company.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Location {
    /// Id of the location.
    pub id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Street and number.
    pub address_1: Option<String>,
    /// Second line of the address.
    pub address_2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// Number.
    pub phone: Option<String>,
    /// Fax number.
    pub fax: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Website.
    pub website_url: Option<String>,
    /// Opening hours, in HTML.
    pub hours: Option<String>,
    /// Where it is, in degrees.
    pub latitude: Option<String>,
    /// Where it is, in degrees.
    pub longitude: Option<String>,
    /// Time zone; only seen as null.
    pub timezone: Option<String>,
    /// Logo; only seen as null.
    pub logo: Option<String>,
    /// State; a number whose meaning is not documented.
    pub status: Option<String>,
    /// How many animals fit in.
    pub max_capacity: Option<String>,
    /// A number; its meaning is not documented.
    pub specialist_capacity_per_user: Option<String>,
    /// Rate of the sales tax; only seen as null.
    pub sales_tax_rate: Option<String>,
    /// Whether there is tax on what is sold over the counter.
    pub tax_on_pos_items: Option<Flag>,
    /// Whether there is tax on reservations.
    pub tax_on_reservations: Option<Flag>,
    /// Whether there is tax on open items.
    pub tax_on_open_items: Option<Flag>,
    /// Whether there is tax on services.
    pub tax_on_services: Option<Flag>,
    /// Whether there is tax on packages.
    pub tax_on_packages: Option<Flag>,
    /// Whether services are charged that were not completed.
    pub charge_for_uncompleted_services: Option<Flag>,
    /// Whether there is a label printer.
    pub use_label_printer: Option<Flag>,
    /// From which address staff may clock in; only seen as null.
    pub timeclock_require_ip: Option<String>,
    /// Text for requests, in HTML.
    pub reservation_request_text: Option<String>,
    /// Text for requests of services, in HTML.
    pub reservation_request_services_text: Option<String>,
    /// Text for appointments, in HTML.
    pub appointment_custom_text: Option<String>,
    /// Text for estimates, in HTML.
    pub estimate_custom_text: Option<String>,
    /// Text for small estimates, in HTML.
    pub small_estimate_custom_text: Option<String>,
    /// Text for receipts, in HTML.
    pub receipt_custom_text: Option<String>,
    /// Text for small receipts, in HTML.
    pub small_receipt_custom_text: Option<String>,
    /// Text for receipts from a Clover terminal, in HTML.
    pub clover_receipt_custom_text: Option<String>,
    /// Text for statements, in HTML.
    pub statement_custom_text: Option<String>,
    /// Text for the survey at check-out, in HTML.
    pub checkout_survey_text: Option<String>,
    /// Text on deposits, in HTML.
    pub deposit_policies_custom_text: Option<String>,
    /// Page about tips.
    pub html_tips_page: Option<String>,
    /// Page with cameras.
    pub html_webcams_page: Option<String>,
    /// Public cameras of ABCKAM; only seen as null.
    pub abckam_public_cameras: Option<String>,
    /// Public cameras of iDogCam; only seen as null.
    pub idogcam_public_cameras: Option<String>,
    /// Whether these cameras are only for guests.
    pub idogcam_public_cameras_only_checked_in: Option<Flag>,
    /// Id of the page at Facebook.
    pub facebook_page_id: Option<String>,
    /// Number at Twilio.
    pub twilio_phone_number: Option<String>,
    /// Fax number at Twilio.
    pub twilio_fax_number: Option<String>,
    /// Where Twilio forwards calls to.
    pub twilio_forward_calls_to: Option<String>,
    /// Id of the location at Broadly.
    pub broadly_location_id: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
