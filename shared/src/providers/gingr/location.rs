//! A location, as in a [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events) of
//! `check_out`.

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
    /// Phone number.
    pub phone: Option<String>,
    /// Fax number.
    pub fax: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Website.
    pub website_url: Option<String>,
    /// Opening hours, as HTML.
    pub hours: Option<String>,
    /// Latitude, in degrees.
    pub latitude: Option<String>,
    /// Longitude, in degrees.
    pub longitude: Option<String>,
    /// Time zone; only seen as null.
    pub timezone: Option<String>,
    /// Logo; only seen as null.
    pub logo: Option<String>,
    /// Status; a number whose meaning is not documented.
    pub status: Option<String>,
    /// Maximum number of animals.
    pub max_capacity: Option<String>,
    /// A number; its meaning is not documented.
    pub specialist_capacity_per_user: Option<String>,
    /// Sales tax rate; only seen as null.
    pub sales_tax_rate: Option<String>,
    /// Whether items sold over the counter are taxed.
    pub tax_on_pos_items: Option<Flag>,
    /// Whether reservations are taxed.
    pub tax_on_reservations: Option<Flag>,
    /// Whether open items are taxed.
    pub tax_on_open_items: Option<Flag>,
    /// Whether services are taxed.
    pub tax_on_services: Option<Flag>,
    /// Whether packages are taxed.
    pub tax_on_packages: Option<Flag>,
    /// Whether uncompleted services are charged.
    pub charge_for_uncompleted_services: Option<Flag>,
    /// Whether a label printer is used.
    pub use_label_printer: Option<Flag>,
    /// IP address from which staff may clock in; only seen as null.
    pub timeclock_require_ip: Option<String>,
    /// Text for reservation requests, as HTML.
    pub reservation_request_text: Option<String>,
    /// Text for service requests, as HTML.
    pub reservation_request_services_text: Option<String>,
    /// Text for appointments, as HTML.
    pub appointment_custom_text: Option<String>,
    /// Text for estimates, as HTML.
    pub estimate_custom_text: Option<String>,
    /// Text for small estimates, as HTML.
    pub small_estimate_custom_text: Option<String>,
    /// Text for receipts, as HTML.
    pub receipt_custom_text: Option<String>,
    /// Text for small receipts, as HTML.
    pub small_receipt_custom_text: Option<String>,
    /// Text for receipts from a Clover terminal, as HTML.
    pub clover_receipt_custom_text: Option<String>,
    /// Text for statements, as HTML.
    pub statement_custom_text: Option<String>,
    /// Text for the survey at check-out, as HTML.
    pub checkout_survey_text: Option<String>,
    /// Text on deposits, as HTML.
    pub deposit_policies_custom_text: Option<String>,
    /// Page about tips.
    pub html_tips_page: Option<String>,
    /// Webcam page.
    pub html_webcams_page: Option<String>,
    /// Public ABCKAM cameras; only seen as null.
    pub abckam_public_cameras: Option<String>,
    /// Public iDogCam cameras; only seen as null.
    pub idogcam_public_cameras: Option<String>,
    /// Whether these cameras are only for checked-in guests.
    pub idogcam_public_cameras_only_checked_in: Option<Flag>,
    /// Facebook page id.
    pub facebook_page_id: Option<String>,
    /// Twilio phone number.
    pub twilio_phone_number: Option<String>,
    /// Twilio fax number.
    pub twilio_fax_number: Option<String>,
    /// Number to which Twilio forwards calls.
    pub twilio_forward_calls_to: Option<String>,
    /// Id of the location at Broadly.
    pub broadly_location_id: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
