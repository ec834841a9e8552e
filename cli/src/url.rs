//! URLs given as arguments.

use anyhow::Result;
use http::Uri;

use crate::exit::usage;

/// Checks a URL to post to.
pub(crate) fn web(url: &str, flag: &str) -> Result<String> {
    let parsed = url.parse::<Uri>().ok().filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
    match parsed.filter(|uri| uri.host().is_some()) {
        Some(_) => Ok(url.to_owned()),
        None => Err(usage(&format!("{flag} {url}: write a URL, such as http://localhost:3000/events"))),
    }
}
