// Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients

import type { EventOf, Flag, Many, Maybe, Moment, Text } from "./common.js";

/** An event from Zaui. Its `type` determines its `data`. */
export type Event =
  | EventOf<
      | "zaui.booking.creation"
      | "zaui.booking.amendment"
      | "zaui.booking.cancellation",
      BookingWebhook
    >
  | EventOf<
      | "zaui.customer.creation"
      | "zaui.customer.amendment"
      | "zaui.customer.removal",
      CustomerWebhook
    >
  | EventOf<
      | "zaui.account.creation"
      | "zaui.account.amendment"
      | "zaui.account.removal",
      AccountWebhook
    >
  | EventOf<
      | "zaui.contact.creation"
      | "zaui.contact.amendment"
      | "zaui.contact.removal",
      ContactWebhook
    >
  | EventOf<
      | "zaui.employee.creation"
      | "zaui.employee.amendment"
      | "zaui.employee.removal",
      EmployeeWebhook
    >
  | EventOf<
      | "zaui.package.creation"
      | "zaui.package.amendment"
      | "zaui.package.removal",
      PackageWebhook
    >
  | EventOf<
      | "zaui.activity.creation"
      | "zaui.activity.amendment"
      | "zaui.activity.removal",
      ActivityOfferWebhook
    >
  | EventOf<
      | "zaui.product.creation"
      | "zaui.product.amendment"
      | "zaui.product.removal",
      ProductWebhook
    >
  | EventOf<"zaui.checkin", CheckInWebhook>
  | EventOf<"zaui.inventory.change", Envelope>;

/** The fields that every `Envelope` has. */
export interface EnvelopeHead {
  /** Marketplace data, in the newer envelope. Its contents are not documented. */
  eventMarketplaceData?: Maybe<Record<string, unknown>>;
  /** The company's installation, in the examples of the older envelope. */
  eventNotificationCompanyIdentifier?: Maybe<Text>;
  /** Name of the company. */
  eventNotificationCompanyName?: Maybe<Text>;
  /** The company's installation, in the tables of the older envelope. */
  eventNotificationCompanyUniqueIdentifier?: Maybe<Text>;
  /** When it happened. */
  eventNotificationDateTime?: Maybe<Moment>;
  /** Number of the type's group. */
  eventNotificationGroupId?: Maybe<Text>;
  /** Id of the configured webhook, not of the event. */
  eventNotificationId?: Maybe<Text>;
  /** The IP address of that system, in the older envelope. */
  eventNotificationIpAddress?: Maybe<Text>;
  /** Name of the configured webhook. */
  eventNotificationName?: Maybe<Text>;
  /** The system in which the webhook was configured: `northshoreadventureco`. */
  eventNotificationSystem?: Maybe<Text>;
  /** The URL of that system, in the newer envelope. */
  eventNotificationSystemUrl?: Maybe<Text>;
  /** The type, in words: `Contact Creation`. */
  eventNotificationType?: Maybe<Text>;
  /** Number of the type. */
  eventNotificationTypeId?: Maybe<Text>;
  /** The type in the newer form: `contact.creation`. */
  eventNotificationTypeV2?: Maybe<Text>;
  /** Id of the event, in the newer envelope. */
  eventNotificationUniqueId?: Maybe<Text>;
  /** The company's installation, in the newer envelope. */
  eventNotificationUniqueIdentifier?: Maybe<Text>;
}

/**
 * An account: an agency or company that makes bookings
 * ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/account-data)).
 */
export interface Account {
  /** Id of the account's group. */
  accountGroupId?: Maybe<Text>;
  /** Name of the account's group. */
  accountGroupName?: Maybe<Text>;
  /** Id. */
  accountId: Text;
  /** Name. */
  accountName?: Maybe<Text>;
  /** Rate type: `Wholesale (Discount/Invoice)`. */
  accountRateType?: Maybe<Text>;
  /** Type: `Reseller`. */
  accountType?: Maybe<Text>;
  /** Annual revenue. Zaui misspells the field's name. */
  annaulRevenue?: Maybe<Text>;
  /** Business number. */
  businessNumber?: Maybe<Text>;
  /** Description. */
  description?: Maybe<Text>;
  /** Email address. */
  email?: Maybe<Text>;
  /** Employees. Empty in every example. */
  employees?: Maybe<Text>;
  /** Fax number. */
  fax?: Maybe<Text>;
  /** Industry. */
  industry?: Maybe<Text>;
  /** Manager. */
  manager?: Maybe<Text>;
  /** Another phone; may be `N/A`. */
  otherPhone?: Maybe<Text>;
  /** Phone. */
  phone?: Maybe<Text>;
  /** Address. */
  primaryAddress?: Maybe<Text>;
  /** City. */
  primaryCity?: Maybe<Text>;
  /** Country. */
  primaryCountry?: Maybe<Text>;
  /** State or province. */
  primaryState?: Maybe<Text>;
  /** Postal code. */
  primaryZip?: Maybe<Text>;
  /** Website. */
  website?: Maybe<Text>;
}

export interface AccountData {
  account: Account;
}

/** An event: its envelope, with the thing that it is about. */
export interface AccountWebhook extends EnvelopeHead {
  eventData: AccountData;
}

/** The list of activities in a booking or check-in. */
export interface Activities {
  /** The activities. */
  activity?: Many<BookedActivity>;
}

/**
 * An activity on offer
 * ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/activity-data)).
 */
export interface ActivityOffer {
  /** Id. */
  activityId: Text;
  /** Name. */
  activityName?: Maybe<Text>;
  /** Short description. An older page does not have it. */
  activityShortDescription?: Maybe<Text>;
}

export interface ActivityOfferData {
  activityData: ActivityOffer;
}

/** An event: its envelope, with the thing that it is about. */
export interface ActivityOfferWebhook extends EnvelopeHead {
  eventData: ActivityOfferData;
}

/**
 * An activity inside a booking or check-in. Its day and amounts are formatted for display:
 * `Tuesday April 26 2016`, `$20.00`.
 */
export interface BookedActivity {
  /** Accounting code. */
  activityAccountingCode?: Maybe<Text>;
  /** Day. */
  activityDate?: Maybe<Text>;
  /** Id of the activity. */
  activityId?: Maybe<Text>;
  /** Whether it is a multi-day rental. */
  activityIsMultidayRental?: Maybe<Flag>;
  /** Whether it is a rental. */
  activityIsRental?: Maybe<Flag>;
  /** Name. */
  activityName?: Maybe<Text>;
  /** Notes. */
  activityNotes?: Maybe<Text>;
  /** Duration of the rental: `0.41666666666667`. */
  activityRentalDuration_Hours?: Maybe<Text>;
  /** When the rental ends. */
  activityRentalEndDateTime?: Maybe<Moment>;
  /** When the rental starts. */
  activityRentalStartDateTime?: Maybe<Moment>;
  /** Booking status of this activity: `Active`. The possible values are not documented. */
  activityStatus?: Maybe<Text>;
  /** Amount before tax. */
  activitySubTotal?: Maybe<Text>;
  /** Tax. */
  activityTax?: Maybe<Text>;
  /** Time of day. */
  activityTime?: Maybe<Text>;
  /** Type: `Regular`, `Rental`. The possible values are not documented. */
  activityType?: Maybe<Text>;
  /** Whether it is checked in; only in a check-in. False means that the check-in was undone. */
  checkedIn_currentCheckInStatus?: Maybe<Flag>;
  /** Id of the equipment. */
  equipmentAssignmentId?: Maybe<Text>;
  /** Free text. */
  freeEditField?: Maybe<Text>;
  /** Id of its package; `0` if it has none. */
  packageId?: Maybe<Text>;
  /** Number of passengers. */
  passengers?: Maybe<Passengers>;
  /** Prices. */
  priceCodeDetails?: Maybe<PriceCode>;
  /** Options. Empty in every example. */
  pricingOptions?: Maybe<Record<string, unknown>>;
  /** Taxes. Empty in every example. */
  taxes?: Maybe<Record<string, unknown>>;
}

/** A booking ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/booking-data)). */
export interface Booking {
  /** The activities that were booked. */
  activities?: Maybe<Activities>;
  /** When it was closed; `0000-00-00 00:00:00` if it is still open. */
  bookingCloseDateTime?: Maybe<Moment>;
  /** Id. */
  bookingId: Text;
  /** Amounts. */
  bookingRevenue?: Maybe<Revenue>;
  /** When it was sold. */
  bookingSaleDateTime?: Maybe<Moment>;
  /** The customers who booked. */
  customers?: Maybe<Customers>;
  /** Products bought with the booking. Empty in every example. */
  products?: Maybe<Record<string, unknown>>;
}

/** A customer inside a booking or check-in. It has the fields of `Customer`. */
export interface BookingCustomer {
  /** First line of the address. */
  addressLine1?: Maybe<Text>;
  /** Second line of the address. */
  addressLine2?: Maybe<Text>;
  /** Whether the customer allows sharing of private data. */
  allowsPrivateDataSharing?: Maybe<Flag>;
  /** Birthday; may be `N/A`. */
  birthDate?: Maybe<Moment>;
  /** City. */
  city?: Maybe<Text>;
  /** Country. */
  country?: Maybe<Text>;
  /** Id. */
  customerId?: Maybe<Text>;
  /** Email address. */
  email?: Maybe<Text>;
  /** First name. */
  firstName?: Maybe<Text>;
  /** Home phone. */
  homePhone?: Maybe<Text>;
  /** Last name. */
  lastName?: Maybe<Text>;
  /** Whether the customer is in the loyalty program. */
  loyaltyProgramOptIn?: Maybe<Flag>;
  /** Mobile phone. */
  mobilePhone?: Maybe<Text>;
  /** Whether the customer wants the newsletter. */
  newsLetterOptIn?: Maybe<Flag>;
  /** State or province. */
  state?: Maybe<Text>;
  /** Login name. */
  username?: Maybe<Text>;
  /** Postal code. */
  zipCode?: Maybe<Text>;
}

export interface BookingData {
  booking: Booking;
}

/** An event: its envelope, with the thing that it is about. */
export interface BookingWebhook extends EnvelopeHead {
  eventData: BookingData;
}

/**
 * A check-in
 * ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/check-in-data)). An older
 * page only has the fields about who checked in what, without activities and customers.
 *
 * It is sent "on toggle of check-in status", so it can also undo an earlier check-in.
 */
export interface CheckIn {
  /** The activities of the booking. */
  activities?: Maybe<Activities>;
  /** Id of the booking. */
  bookingId?: Maybe<Text>;
  /** Day of the activity: `2021-02-10`. */
  checkedIn_activityDate?: Maybe<Moment>;
  /** Id of the check-in's activity. */
  checkedIn_activityId?: Maybe<Text>;
  /** Name of the activity. */
  checkedIn_activityName?: Maybe<Text>;
  /** Time of day of the activity: `10:00`, `8:00 am`. */
  checkedIn_activityTime?: Maybe<Text>;
  /** Whether it is checked in. False means that the check-in was undone. */
  checkedIn_checkInCurrentStatus?: Maybe<Flag>;
  /** Id of the guest. */
  checkedIn_guestId?: Maybe<Text>;
  /** What happened, as text. */
  checkedIn_message?: Maybe<Text>;
  /** Id of the user who made the change. */
  checkedIn_systemUserId?: Maybe<Text>;
  /** IP address of the user who made the change. */
  checkedIn_systemUserIp?: Maybe<Text>;
  /** Name of the user who made the change. */
  checkedIn_systemUsername?: Maybe<Text>;
  /** The customers of the booking. */
  customers?: Maybe<Customers>;
}

export interface CheckInData {
  checkinData: CheckIn;
}

/** An event: its envelope, with the thing that it is about. */
export interface CheckInWebhook extends EnvelopeHead {
  eventData: CheckInData;
}

/** A contact ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/contact-data)). */
export interface Contact {
  /** Id of the account. */
  accountId?: Maybe<Text>;
  /** Name of the account. */
  accountName?: Maybe<Text>;
  /** First line of the address. */
  addressLine1?: Maybe<Text>;
  /** Second line of the address. */
  addressLine2?: Maybe<Text>;
  /** Birthday; may be `N/A`. */
  birthDate?: Maybe<Moment>;
  /** City. */
  city?: Maybe<Text>;
  /** Id. */
  contactId: Text;
  /** Country. */
  country?: Maybe<Text>;
  /** Department. */
  department?: Maybe<Text>;
  /** Email address. */
  email?: Maybe<Text>;
  /** Fax number. */
  fax?: Maybe<Text>;
  /** First name. */
  firstName?: Maybe<Text>;
  /** Home phone. */
  homePhone?: Maybe<Text>;
  /** Last name. */
  lastName?: Maybe<Text>;
  /** Mobile phone. */
  mobilePhone?: Maybe<Text>;
  /** Work phone. */
  officePhone?: Maybe<Text>;
  /** State or province. */
  state?: Maybe<Text>;
  /** Title: `Guide`. */
  title?: Maybe<Text>;
  /** Login name. */
  username?: Maybe<Text>;
  /** Postal code. */
  zipCode?: Maybe<Text>;
}

export interface ContactData {
  contact: Contact;
}

/** An event: its envelope, with the thing that it is about. */
export interface ContactWebhook extends EnvelopeHead {
  eventData: ContactData;
}

/**
 * A customer
 * ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/customer-data)).
 */
export interface Customer {
  /** First line of the address. */
  addressLine1?: Maybe<Text>;
  /** Second line of the address. */
  addressLine2?: Maybe<Text>;
  /** Whether the customer allows sharing of private data. */
  allowsPrivateDataSharing?: Maybe<Flag>;
  /** Birthday; may be `N/A`. */
  birthDate?: Maybe<Moment>;
  /** City. */
  city?: Maybe<Text>;
  /** Country. */
  country?: Maybe<Text>;
  /** Id. */
  customerId: Text;
  /** Email address. */
  email?: Maybe<Text>;
  /** First name. */
  firstName?: Maybe<Text>;
  /** Home phone. */
  homePhone?: Maybe<Text>;
  /** Last name. */
  lastName?: Maybe<Text>;
  /** Whether the customer is in the loyalty program. */
  loyaltyProgramOptIn?: Maybe<Flag>;
  /** Mobile phone. */
  mobilePhone?: Maybe<Text>;
  /** Whether the customer wants the newsletter. */
  newsLetterOptIn?: Maybe<Flag>;
  /** State or province. */
  state?: Maybe<Text>;
  /** Login name. */
  username?: Maybe<Text>;
  /** Postal code. */
  zipCode?: Maybe<Text>;
}

export interface CustomerData {
  customer: Customer;
}

/** An event: its envelope, with the thing that it is about. */
export interface CustomerWebhook extends EnvelopeHead {
  eventData: CustomerData;
}

/** The list of customers in a booking or check-in. */
export interface Customers {
  /** The customers. */
  customer?: Many<BookingCustomer>;
}

/**
 * An employee
 * ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/employee-data)).
 */
export interface Employee {
  /** Id of the account. */
  accountId?: Maybe<Text>;
  /** Name of the account. */
  accountName?: Maybe<Text>;
  /** First line of the address. */
  addressLine1?: Maybe<Text>;
  /** Second line of the address. */
  addressLine2?: Maybe<Text>;
  /** Birthday; may be `N/A`. */
  birthDate?: Maybe<Moment>;
  /** City. */
  city?: Maybe<Text>;
  /** Country. */
  country?: Maybe<Text>;
  /** Department. */
  department?: Maybe<Text>;
  /** Email address. */
  email?: Maybe<Text>;
  /** Id. */
  employeeId: Text;
  /** Type: `Admin`. */
  employeeType?: Maybe<Text>;
  /** Fax number. */
  fax?: Maybe<Text>;
  /** First name. */
  firstName?: Maybe<Text>;
  /** Home phone. */
  homePhone?: Maybe<Text>;
  /** Last name. */
  lastName?: Maybe<Text>;
  /** Mobile phone. */
  mobilePhone?: Maybe<Text>;
  /** Work phone. */
  officePhone?: Maybe<Text>;
  /** State or province. */
  state?: Maybe<Text>;
  /** Title: `Guide`. */
  title?: Maybe<Text>;
  /** Login name. */
  username?: Maybe<Text>;
  /** Postal code. */
  zipCode?: Maybe<Text>;
}

export interface EmployeeData {
  employee: Employee;
}

/** An event: its envelope, with the thing that it is about. */
export interface EmployeeWebhook extends EnvelopeHead {
  eventData: EmployeeData;
}

/**
 * The envelope, in both generations
 * ([documentation](https://docs.zaui.com/webhooks/events-and-data-models/event-notification-payload)).
 * The older generation has no unique id and no zone.
 */
export interface Envelope extends EnvelopeHead {
  /** The contents of `eventData`, except for the thing itself. */
  eventData: Record<string, unknown>;
}

/**
 * A package on offer
 * ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/package-data)).
 */
export interface Package {
  /** Id. */
  packageId: Text;
  /** Name. */
  packageName?: Maybe<Text>;
}

export interface PackageData {
  packageData: Package;
}

/** An event: its envelope, with the thing that it is about. */
export interface PackageWebhook extends EnvelopeHead {
  eventData: PackageData;
}

/** Number of passengers of each type. */
export interface Passengers {
  /** Adults. */
  adults?: Maybe<Text>;
  /** Children. */
  children?: Maybe<Text>;
  /** Infants. */
  infants?: Maybe<Text>;
  /** Seniors. */
  seniors?: Maybe<Text>;
  /** Students. */
  students?: Maybe<Text>;
}

/** Prices of an activity, by type of passenger: `20.000000`. */
export interface PriceCode {
  /** Price for adults. */
  adultsPrice?: Maybe<Text>;
  /** Surplus fee for adults. */
  adultsSurplusFee?: Maybe<Text>;
  /** Price for children. */
  childrenPrice?: Maybe<Text>;
  /** Surplus fee for children. */
  childrenSurplusFee?: Maybe<Text>;
  /** Price for infants. */
  infantsPrice?: Maybe<Text>;
  /** Surplus fee for infants. */
  infantsSurplusFee?: Maybe<Text>;
  /** Id. */
  priceCodeId?: Maybe<Text>;
  /** Price for seniors. */
  seniorsPrice?: Maybe<Text>;
  /** Surplus fee for seniors. */
  seniorsSurplusFee?: Maybe<Text>;
  /** Price for students. */
  studentsPrice?: Maybe<Text>;
  /** Surplus fee for students. */
  studentsSurplusFee?: Maybe<Text>;
}

/**
 * A product on offer
 * ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/product-data)).
 */
export interface Product {
  /** Id. */
  productId: Text;
  /** Name. */
  productName?: Maybe<Text>;
}

export interface ProductData {
  productData: Product;
}

/** An event: its envelope, with the thing that it is about. */
export interface ProductWebhook extends EnvelopeHead {
  eventData: ProductData;
}

/** The amounts of a booking, as numbers (`487.2`) and formatted (`$487.20`). */
export interface Revenue {
  /** Total before tax. */
  bookingSubTotal?: Maybe<Text>;
  /** Total before tax, formatted. */
  bookingSubTotal_formated?: Maybe<Text>;
  /** Tax. */
  bookingTax?: Maybe<Text>;
  /** Tax, formatted. */
  bookingTax_formated?: Maybe<Text>;
  /** Total with tax. */
  bookingTotal?: Maybe<Text>;
  /** Total with tax, formatted. */
  bookingTotal_formated?: Maybe<Text>;
}
