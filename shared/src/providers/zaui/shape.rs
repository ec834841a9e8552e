//! What the payload types of Zaui take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads shapes`.

use crate::payload::shape::*;

/// In the order of `kinds`.
pub(super) static SHAPES: Shapes = &[
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("booking", Shape::object(&BOOKING))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("customer", Shape::object(&CUSTOMER))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("account", Shape::object(&ACCOUNT))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("contact", Shape::object(&CONTACT))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("employee", Shape::object(&EMPLOYEE))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("packageData", Shape::object(&PACKAGE))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("activityData", Shape::object(&ACTIVITY_OFFER))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("productData", Shape::object(&PRODUCT))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(
        &Object::of(&[Field::must(
            "eventData",
            Shape::object(&Object::of(&[Field::must("checkinData", Shape::object(&CHECK_IN))])),
        )])
        .on(&ENVELOPE),
    ),
    Shape::object(&ENVELOPE),
];

static ACCOUNT: Object = Object::of(&[
    Field::maybe("accountGroupId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("accountGroupName", Shape::plain(TEXT | NOTHING)),
    Field::must("accountId", Shape::plain(TEXT)),
    Field::maybe("accountName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("accountRateType", Shape::plain(TEXT | NOTHING)),
    Field::maybe("accountType", Shape::plain(TEXT | NOTHING)),
    Field::maybe("annaulRevenue", Shape::plain(TEXT | NOTHING)),
    Field::maybe("businessNumber", Shape::plain(TEXT | NOTHING)),
    Field::maybe("description", Shape::plain(TEXT | NOTHING)),
    Field::maybe("email", Shape::plain(TEXT | NOTHING)),
    Field::maybe("employees", Shape::plain(TEXT | NOTHING)),
    Field::maybe("fax", Shape::plain(TEXT | NOTHING)),
    Field::maybe("industry", Shape::plain(TEXT | NOTHING)),
    Field::maybe("manager", Shape::plain(TEXT | NOTHING)),
    Field::maybe("otherPhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("phone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("primaryAddress", Shape::plain(TEXT | NOTHING)),
    Field::maybe("primaryCity", Shape::plain(TEXT | NOTHING)),
    Field::maybe("primaryCountry", Shape::plain(TEXT | NOTHING)),
    Field::maybe("primaryState", Shape::plain(TEXT | NOTHING)),
    Field::maybe("primaryZip", Shape::plain(TEXT | NOTHING)),
    Field::maybe("website", Shape::plain(TEXT | NOTHING)),
]);

static ACTIVITIES: Object = Object::of(&[Field::maybe("activity", Shape::many(&Shape::object(&BOOKED_ACTIVITY)))]);

static ACTIVITY_OFFER: Object = Object::of(&[
    Field::must("activityId", Shape::plain(TEXT)),
    Field::maybe("activityName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityShortDescription", Shape::plain(TEXT | NOTHING)),
]);

static BOOKED_ACTIVITY: Object = Object::of(&[
    Field::maybe("activityAccountingCode", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityDate", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityIsMultidayRental", Shape::plain(FLAG | NOTHING)),
    Field::maybe("activityIsRental", Shape::plain(FLAG | NOTHING)),
    Field::maybe("activityName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityNotes", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityRentalDuration_Hours", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityRentalEndDateTime", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityRentalStartDateTime", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityStatus", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activitySubTotal", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityTax", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityTime", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activityType", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_currentCheckInStatus", Shape::plain(FLAG | NOTHING)),
    Field::maybe("equipmentAssignmentId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("freeEditField", Shape::plain(TEXT | NOTHING)),
    Field::maybe("packageId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("passengers", Shape::object(&PASSENGERS).or(NOTHING)),
    Field::maybe("priceCodeDetails", Shape::object(&PRICE_CODE).or(NOTHING)),
    Field::maybe("pricingOptions", Shape::object(&ANY_FIELDS).or(NOTHING)),
    Field::maybe("taxes", Shape::object(&ANY_FIELDS).or(NOTHING)),
]);

static BOOKING: Object = Object::of(&[
    Field::maybe("activities", Shape::object(&ACTIVITIES).or(NOTHING)),
    Field::maybe("bookingCloseDateTime", Shape::plain(TEXT | NOTHING)),
    Field::must("bookingId", Shape::plain(TEXT)),
    Field::maybe("bookingRevenue", Shape::object(&REVENUE).or(NOTHING)),
    Field::maybe("bookingSaleDateTime", Shape::plain(TEXT | NOTHING)),
    Field::maybe("customers", Shape::object(&CUSTOMERS).or(NOTHING)),
    Field::maybe("products", Shape::object(&ANY_FIELDS).or(NOTHING)),
]);

static BOOKING_CUSTOMER: Object = Object::of(&[
    Field::maybe("addressLine1", Shape::plain(TEXT | NOTHING)),
    Field::maybe("addressLine2", Shape::plain(TEXT | NOTHING)),
    Field::maybe("allowsPrivateDataSharing", Shape::plain(FLAG | NOTHING)),
    Field::maybe("birthDate", Shape::plain(TEXT | NOTHING)),
    Field::maybe("city", Shape::plain(TEXT | NOTHING)),
    Field::maybe("country", Shape::plain(TEXT | NOTHING)),
    Field::maybe("customerId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("email", Shape::plain(TEXT | NOTHING)),
    Field::maybe("firstName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("homePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("lastName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("loyaltyProgramOptIn", Shape::plain(FLAG | NOTHING)),
    Field::maybe("mobilePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("newsLetterOptIn", Shape::plain(FLAG | NOTHING)),
    Field::maybe("state", Shape::plain(TEXT | NOTHING)),
    Field::maybe("username", Shape::plain(TEXT | NOTHING)),
    Field::maybe("zipCode", Shape::plain(TEXT | NOTHING)),
]);

static CHECK_IN: Object = Object::of(&[
    Field::maybe("activities", Shape::object(&ACTIVITIES).or(NOTHING)),
    Field::maybe("bookingId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_activityDate", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_activityId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_activityName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_activityTime", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_checkInCurrentStatus", Shape::plain(FLAG | NOTHING)),
    Field::maybe("checkedIn_guestId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_message", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_systemUserId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_systemUserIp", Shape::plain(TEXT | NOTHING)),
    Field::maybe("checkedIn_systemUsername", Shape::plain(TEXT | NOTHING)),
    Field::maybe("customers", Shape::object(&CUSTOMERS).or(NOTHING)),
]);

static CONTACT: Object = Object::of(&[
    Field::maybe("accountId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("accountName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("addressLine1", Shape::plain(TEXT | NOTHING)),
    Field::maybe("addressLine2", Shape::plain(TEXT | NOTHING)),
    Field::maybe("birthDate", Shape::plain(TEXT | NOTHING)),
    Field::maybe("city", Shape::plain(TEXT | NOTHING)),
    Field::must("contactId", Shape::plain(TEXT)),
    Field::maybe("country", Shape::plain(TEXT | NOTHING)),
    Field::maybe("department", Shape::plain(TEXT | NOTHING)),
    Field::maybe("email", Shape::plain(TEXT | NOTHING)),
    Field::maybe("fax", Shape::plain(TEXT | NOTHING)),
    Field::maybe("firstName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("homePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("lastName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("mobilePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("officePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("state", Shape::plain(TEXT | NOTHING)),
    Field::maybe("title", Shape::plain(TEXT | NOTHING)),
    Field::maybe("username", Shape::plain(TEXT | NOTHING)),
    Field::maybe("zipCode", Shape::plain(TEXT | NOTHING)),
]);

static CUSTOMER: Object = Object::of(&[
    Field::maybe("addressLine1", Shape::plain(TEXT | NOTHING)),
    Field::maybe("addressLine2", Shape::plain(TEXT | NOTHING)),
    Field::maybe("allowsPrivateDataSharing", Shape::plain(FLAG | NOTHING)),
    Field::maybe("birthDate", Shape::plain(TEXT | NOTHING)),
    Field::maybe("city", Shape::plain(TEXT | NOTHING)),
    Field::maybe("country", Shape::plain(TEXT | NOTHING)),
    Field::must("customerId", Shape::plain(TEXT)),
    Field::maybe("email", Shape::plain(TEXT | NOTHING)),
    Field::maybe("firstName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("homePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("lastName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("loyaltyProgramOptIn", Shape::plain(FLAG | NOTHING)),
    Field::maybe("mobilePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("newsLetterOptIn", Shape::plain(FLAG | NOTHING)),
    Field::maybe("state", Shape::plain(TEXT | NOTHING)),
    Field::maybe("username", Shape::plain(TEXT | NOTHING)),
    Field::maybe("zipCode", Shape::plain(TEXT | NOTHING)),
]);

static CUSTOMERS: Object = Object::of(&[Field::maybe("customer", Shape::many(&Shape::object(&BOOKING_CUSTOMER)))]);

static EMPLOYEE: Object = Object::of(&[
    Field::maybe("accountId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("accountName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("addressLine1", Shape::plain(TEXT | NOTHING)),
    Field::maybe("addressLine2", Shape::plain(TEXT | NOTHING)),
    Field::maybe("birthDate", Shape::plain(TEXT | NOTHING)),
    Field::maybe("city", Shape::plain(TEXT | NOTHING)),
    Field::maybe("country", Shape::plain(TEXT | NOTHING)),
    Field::maybe("department", Shape::plain(TEXT | NOTHING)),
    Field::maybe("email", Shape::plain(TEXT | NOTHING)),
    Field::must("employeeId", Shape::plain(TEXT)),
    Field::maybe("employeeType", Shape::plain(TEXT | NOTHING)),
    Field::maybe("fax", Shape::plain(TEXT | NOTHING)),
    Field::maybe("firstName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("homePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("lastName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("mobilePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("officePhone", Shape::plain(TEXT | NOTHING)),
    Field::maybe("state", Shape::plain(TEXT | NOTHING)),
    Field::maybe("title", Shape::plain(TEXT | NOTHING)),
    Field::maybe("username", Shape::plain(TEXT | NOTHING)),
    Field::maybe("zipCode", Shape::plain(TEXT | NOTHING)),
]);

static ENVELOPE: Object = Object::of(&[
    Field::must("eventData", Shape::object(&ANY_FIELDS)),
    Field::maybe("eventMarketplaceData", Shape::object(&ANY_FIELDS).or(NOTHING)),
    Field::maybe("eventNotificationCompanyIdentifier", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationCompanyName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationCompanyUniqueIdentifier", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationDateTime", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationGroupId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationIpAddress", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationSystem", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationSystemUrl", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationType", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationTypeId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationTypeV2", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationUniqueId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventNotificationUniqueIdentifier", Shape::plain(TEXT | NOTHING)),
]);

static PACKAGE: Object = Object::of(&[
    Field::must("packageId", Shape::plain(TEXT)),
    Field::maybe("packageName", Shape::plain(TEXT | NOTHING)),
]);

static PASSENGERS: Object = Object::of(&[
    Field::maybe("adults", Shape::plain(TEXT | NOTHING)),
    Field::maybe("children", Shape::plain(TEXT | NOTHING)),
    Field::maybe("infants", Shape::plain(TEXT | NOTHING)),
    Field::maybe("seniors", Shape::plain(TEXT | NOTHING)),
    Field::maybe("students", Shape::plain(TEXT | NOTHING)),
]);

static PRICE_CODE: Object = Object::of(&[
    Field::maybe("adultsPrice", Shape::plain(TEXT | NOTHING)),
    Field::maybe("adultsSurplusFee", Shape::plain(TEXT | NOTHING)),
    Field::maybe("childrenPrice", Shape::plain(TEXT | NOTHING)),
    Field::maybe("childrenSurplusFee", Shape::plain(TEXT | NOTHING)),
    Field::maybe("infantsPrice", Shape::plain(TEXT | NOTHING)),
    Field::maybe("infantsSurplusFee", Shape::plain(TEXT | NOTHING)),
    Field::maybe("priceCodeId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("seniorsPrice", Shape::plain(TEXT | NOTHING)),
    Field::maybe("seniorsSurplusFee", Shape::plain(TEXT | NOTHING)),
    Field::maybe("studentsPrice", Shape::plain(TEXT | NOTHING)),
    Field::maybe("studentsSurplusFee", Shape::plain(TEXT | NOTHING)),
]);

static PRODUCT: Object = Object::of(&[
    Field::must("productId", Shape::plain(TEXT)),
    Field::maybe("productName", Shape::plain(TEXT | NOTHING)),
]);

static REVENUE: Object = Object::of(&[
    Field::maybe("bookingSubTotal", Shape::plain(TEXT | NOTHING)),
    Field::maybe("bookingSubTotal_formated", Shape::plain(TEXT | NOTHING)),
    Field::maybe("bookingTax", Shape::plain(TEXT | NOTHING)),
    Field::maybe("bookingTax_formated", Shape::plain(TEXT | NOTHING)),
    Field::maybe("bookingTotal", Shape::plain(TEXT | NOTHING)),
    Field::maybe("bookingTotal_formated", Shape::plain(TEXT | NOTHING)),
]);
