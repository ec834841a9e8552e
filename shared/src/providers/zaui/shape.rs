//! What the payload types of Zaui take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e shapes`.

use crate::payload::shape::*;

/// By kind.
pub(super) static SHAPES: Shapes = &[
    (
        &["booking.creation", "booking.amendment", "booking.cancellation"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "booking",
                                    Shape { takes: 0, list: None, object: Some(&BOOKING) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (
        &["customer.creation", "customer.amendment", "customer.removal"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "customer",
                                    Shape { takes: 0, list: None, object: Some(&CUSTOMER) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (
        &["account.creation", "account.amendment", "account.removal"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "account",
                                    Shape { takes: 0, list: None, object: Some(&ACCOUNT) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (
        &["contact.creation", "contact.amendment", "contact.removal"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "contact",
                                    Shape { takes: 0, list: None, object: Some(&CONTACT) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (
        &["employee.creation", "employee.amendment", "employee.removal"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "employee",
                                    Shape { takes: 0, list: None, object: Some(&EMPLOYEE) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (
        &["package.creation", "package.amendment", "package.removal"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "packageData",
                                    Shape { takes: 0, list: None, object: Some(&PACKAGE) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (
        &["activity.creation", "activity.amendment", "activity.removal"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "activityData",
                                    Shape { takes: 0, list: None, object: Some(&ACTIVITY_OFFER) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (
        &["product.creation", "product.amendment", "product.removal"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "productData",
                                    Shape { takes: 0, list: None, object: Some(&PRODUCT) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (
        &["checkin"],
        Shape {
            takes: 0,
            list: None,
            object: Some(&Object {
                fields: &[
                    Field::must(
                        "eventData",
                        Shape {
                            takes: 0,
                            list: None,
                            object: Some(&Object {
                                fields: &[Field::must(
                                    "checkinData",
                                    Shape { takes: 0, list: None, object: Some(&CHECK_IN) },
                                )],
                                others: None,
                            }),
                        },
                    ),
                    Field::maybe(
                        "eventMarketplaceData",
                        Shape {
                            takes: NOTHING,
                            list: None,
                            object: Some(&Object {
                                fields: &[],
                                others: Some(&Shape { takes: ANY, list: None, object: None }),
                            }),
                        },
                    ),
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
                ],
                others: None,
            }),
        },
    ),
    (&["inventory.change"], Shape { takes: 0, list: None, object: Some(&ENVELOPE) }),
];

static ACCOUNT: Object = Object {
    fields: &[
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
    ],
    others: None,
};

static ACTIVITIES: Object = Object {
    fields: &[Field::maybe(
        "activity",
        Shape {
            takes: NOTHING,
            list: Some(&Shape { takes: 0, list: None, object: Some(&BOOKED_ACTIVITY) }),
            object: Some(&BOOKED_ACTIVITY),
        },
    )],
    others: None,
};

static ACTIVITY_OFFER: Object = Object {
    fields: &[
        Field::must("activityId", Shape::plain(TEXT)),
        Field::maybe("activityName", Shape::plain(TEXT | NOTHING)),
        Field::maybe("activityShortDescription", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static BOOKED_ACTIVITY: Object = Object {
    fields: &[
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
        Field::maybe("passengers", Shape { takes: NOTHING, list: None, object: Some(&PASSENGERS) }),
        Field::maybe("priceCodeDetails", Shape { takes: NOTHING, list: None, object: Some(&PRICE_CODE) }),
        Field::maybe(
            "pricingOptions",
            Shape {
                takes: NOTHING,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
        Field::maybe(
            "taxes",
            Shape {
                takes: NOTHING,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
    ],
    others: None,
};

static BOOKING: Object = Object {
    fields: &[
        Field::maybe("activities", Shape { takes: NOTHING, list: None, object: Some(&ACTIVITIES) }),
        Field::maybe("bookingCloseDateTime", Shape::plain(TEXT | NOTHING)),
        Field::must("bookingId", Shape::plain(TEXT)),
        Field::maybe("bookingRevenue", Shape { takes: NOTHING, list: None, object: Some(&REVENUE) }),
        Field::maybe("bookingSaleDateTime", Shape::plain(TEXT | NOTHING)),
        Field::maybe("customers", Shape { takes: NOTHING, list: None, object: Some(&CUSTOMERS) }),
        Field::maybe(
            "products",
            Shape {
                takes: NOTHING,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
    ],
    others: None,
};

static BOOKING_CUSTOMER: Object = Object {
    fields: &[
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
    ],
    others: None,
};

static CHECK_IN: Object = Object {
    fields: &[
        Field::maybe("activities", Shape { takes: NOTHING, list: None, object: Some(&ACTIVITIES) }),
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
        Field::maybe("customers", Shape { takes: NOTHING, list: None, object: Some(&CUSTOMERS) }),
    ],
    others: None,
};

static CONTACT: Object = Object {
    fields: &[
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
    ],
    others: None,
};

static CUSTOMER: Object = Object {
    fields: &[
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
    ],
    others: None,
};

static CUSTOMERS: Object = Object {
    fields: &[Field::maybe(
        "customer",
        Shape {
            takes: NOTHING,
            list: Some(&Shape { takes: 0, list: None, object: Some(&BOOKING_CUSTOMER) }),
            object: Some(&BOOKING_CUSTOMER),
        },
    )],
    others: None,
};

static EMPLOYEE: Object = Object {
    fields: &[
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
    ],
    others: None,
};

static ENVELOPE: Object = Object {
    fields: &[
        Field::must(
            "eventData",
            Shape {
                takes: 0,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
        Field::maybe(
            "eventMarketplaceData",
            Shape {
                takes: NOTHING,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
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
    ],
    others: None,
};

static PACKAGE: Object = Object {
    fields: &[Field::must("packageId", Shape::plain(TEXT)), Field::maybe("packageName", Shape::plain(TEXT | NOTHING))],
    others: None,
};

static PASSENGERS: Object = Object {
    fields: &[
        Field::maybe("adults", Shape::plain(TEXT | NOTHING)),
        Field::maybe("children", Shape::plain(TEXT | NOTHING)),
        Field::maybe("infants", Shape::plain(TEXT | NOTHING)),
        Field::maybe("seniors", Shape::plain(TEXT | NOTHING)),
        Field::maybe("students", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static PRICE_CODE: Object = Object {
    fields: &[
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
    ],
    others: None,
};

static PRODUCT: Object = Object {
    fields: &[Field::must("productId", Shape::plain(TEXT)), Field::maybe("productName", Shape::plain(TEXT | NOTHING))],
    others: None,
};

static REVENUE: Object = Object {
    fields: &[
        Field::maybe("bookingSubTotal", Shape::plain(TEXT | NOTHING)),
        Field::maybe("bookingSubTotal_formated", Shape::plain(TEXT | NOTHING)),
        Field::maybe("bookingTax", Shape::plain(TEXT | NOTHING)),
        Field::maybe("bookingTax_formated", Shape::plain(TEXT | NOTHING)),
        Field::maybe("bookingTotal", Shape::plain(TEXT | NOTHING)),
        Field::maybe("bookingTotal_formated", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};
