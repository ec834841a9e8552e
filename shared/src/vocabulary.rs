//! One vocabulary for all providers: what happened, and to what.
//!
//! Each provider's file maps its kinds to these words, so a consumer can handle "someone checked
//! in" for all of them. docs/vocabulary.md lists the words of every kind.

/// A closed set of words; anything else is `Other`.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// None of the above, or a word of a later version.
            #[default]
            Other,
        }

        impl $name {
            /// All words but `other`.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in the table and in the message.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other => "other",
                }
            }

            /// The word, unless it is `other`, which carries no information.
            #[must_use]
            pub fn word(self) -> Option<&'static str> {
                (self != Self::Other).then(|| self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                Self::ALL.iter().copied().find(|known| known.as_str() == word).unwrap_or_default()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What happened.
    ///
    /// ```
    /// use frontdesk::Action;
    ///
    /// assert_eq!(Action::CheckedIn.as_str(), "checked_in");
    /// assert_eq!(Action::from("checked_in"), Action::CheckedIn);
    /// assert_eq!(Action::from("a word of a later version"), Action::Other);
    /// ```
    pub enum Action {
        /// It is new.
        Created = "created",
        /// It changed.
        Updated = "updated",
        /// It is certain now.
        Confirmed = "confirmed",
        /// It will not take place.
        Cancelled = "cancelled",
        /// It is gone.
        Removed = "removed",
        /// Someone arrived, or something came back.
        CheckedIn = "checked_in",
        /// Someone left, or something was handed out.
        CheckedOut = "checked_out",
        /// Someone was called.
        Called = "called",
        /// It is due, or overdue.
        Reminded = "reminded",
        /// It is in another place, or with someone else.
        Moved = "moved",
        /// It is in another state.
        StatusChanged = "status_changed",
        /// Someone said something about it.
        Commented = "commented",
        /// It was sent to someone.
        Sent = "sent",
    }
}

words! {
    /// What it happened to.
    ///
    /// ```
    /// assert_eq!(frontdesk::Entity::from("reservation"), frontdesk::Entity::Reservation);
    /// ```
    pub enum Entity {
        /// A stay or a use that was reserved.
        Reservation = "reservation",
        /// A booking of a service.
        Booking = "booking",
        /// A check-out of equipment.
        Order = "order",
        /// Someone who buys or owns.
        Customer = "customer",
        /// A company that buys.
        Account = "account",
        /// A known person.
        Contact = "contact",
        /// Someone who works there.
        Employee = "employee",
        /// An animal.
        Animal = "animal",
        /// A piece of equipment.
        Item = "item",
        /// A pick-up or delivery.
        Trip = "trip",
        /// A place in a queue.
        QueuePosition = "queue_position",
        /// Something that is sold.
        Product = "product",
        /// Something that can be booked.
        Activity = "activity",
        /// Several products or activities together.
        Package = "package",
        /// How much of something is left.
        Inventory = "inventory",
        /// Something that went wrong.
        Incident = "incident",
        /// Someone who may become a customer.
        Lead = "lead",
        /// An e-mail, a text message, a notification.
        Message = "message",
    }
}

/// The meaning of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The kind, in the provider's word.
    pub kind: &'static str,
    /// What happened.
    pub action: Action,
    /// What it happened to.
    pub entity: Entity,
}

impl Meaning {
    /// Creates a line of a provider's table.
    #[must_use]
    pub const fn of_kind(kind: &'static str, action: Action, entity: Entity) -> Self {
        Self { kind, action, entity }
    }
}
