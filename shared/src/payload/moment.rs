//! A point in time, with the precision that the sender gives.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use serde::de::Deserializer;

/// A point in time, with the precision that the sender gives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Moment {
    /// With a zone or an offset: a point in time.
    Zoned(Timestamp),
    /// Date and time on the sender's clock, in an unknown zone.
    Local(DateTime),
    /// A date only.
    Date(Date),
    /// Unix seconds, which need no zone.
    Unix(Timestamp),
    /// Anything else, as written: `N/A`.
    Other(String),
}

impl Moment {
    /// Parses a time. Anything unrecognised is kept as [`Moment::Other`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if let Some(timestamp) = unix_seconds(text) {
            return Moment::Unix(timestamp);
        }
        // jiff would read eight digits as a date.
        if text.as_bytes().get(4) != Some(&b'-') {
            return Moment::Other(text.to_owned());
        }
        let padded = with_two_digit_hour(text);
        let time = padded.as_deref().unwrap_or(text);
        if let Ok(timestamp) = time.parse() {
            Moment::Zoned(timestamp)
        } else if let (10, Ok(date)) = (time.len(), time.parse()) {
            Moment::Date(date)
        } else if let Ok(local) = time.parse() {
            Moment::Local(local)
        } else {
            Moment::Other(text.to_owned())
        }
    }

    /// Returns the point in time, if the sender gives one: with a zone, or in unix seconds. A zone
    /// is never guessed.
    #[must_use]
    pub fn zoned(&self) -> Option<Timestamp> {
        match self {
            Moment::Zoned(timestamp) | Moment::Unix(timestamp) => Some(*timestamp),
            Moment::Local(_) | Moment::Date(_) | Moment::Other(_) => None,
        }
    }
}

/// Parses nine or ten digits: 1973 to 2286. Eight could be a date; more are milliseconds or
/// something else.
fn unix_seconds(text: &str) -> Option<Timestamp> {
    let digits = matches!(text.len(), 9 | 10) && text.bytes().all(|byte| byte.is_ascii_digit());
    Timestamp::from_second(text.parse().ok().filter(|_| digits)?).ok()
}

/// Pads the hour of `2017-11-19 8:34:31` to two digits. None if nothing changes.
fn with_two_digit_hour(text: &str) -> Option<String> {
    let (date, time) = text.split_at_checked(11)?;
    (time.find(':') == Some(1)).then(|| format!("{date}0{time}"))
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::text(deserializer).map(|text| Moment::parse(&text))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> Option<T> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn moments() {
        /// Shows zoned times in UTC with a Z, local ones without.
        fn check(text: &str, expected: &str) {
            let got = match read::<Moment>(&Value::from(text).to_string()).unwrap() {
                Moment::Zoned(timestamp) => timestamp.to_string(),
                Moment::Local(local) => local.to_string(),
                Moment::Date(date) => format!("{date} only"),
                Moment::Unix(timestamp) => format!("unix {timestamp}"),
                Moment::Other(other) => format!("other {other}"),
            };
            assert_eq!(got, expected, "{text}");
        }
        check("2026-11-20T10:00:00.000Z", "2026-11-20T10:00:00Z");
        check("2024-04-29T12:00:14-07:00", "2024-04-29T19:00:14Z");
        check("2024-07-10T16:21:02.116+0000", "2024-07-10T16:21:02.116Z");
        check("2024-07-10T16:21:02.116+0200", "2024-07-10T14:21:02.116Z");
        check("2022-07-09 12:15:41", "2022-07-09T12:15:41");
        check("2022-08-06T09:31:09.659", "2022-08-06T09:31:09.659");
        check("2017-11-19 8:34:31", "2017-11-19T08:34:31");
        check("2021-02-01 09:30", "2021-02-01T09:30:00");
        check("2021-02-01", "2021-02-01 only");
        check("1582520400", "unix 2020-02-24T05:00:00Z");
        check("946684800", "unix 2000-01-01T00:00:00Z");
        for other in [
            "",
            "N/A",
            "20241231",
            "1582520400000",
            "-158252040",
            "1582520400.5",
            "158252040e",
            "0000-00-00 00:00:00",
            "2021-02-30 10:00:00",
            "2021-02-01T10:00:00+99:00",
            "Tuesday April 26 2016",
            "2021-02-0\u{d8}8:00",
        ] {
            check(other, &format!("other {other}"));
        }
        assert_eq!(read::<Moment>("1582520400"), Some(Moment::parse("1582520400")));
        assert_eq!(Moment::parse("1582520400").zoned(), Timestamp::from_second(1_582_520_400).ok());
        assert_eq!(read::<Moment>("[]"), None);
    }
}
