//! The request that a provider would make: an example or a given body, signed, and posted or
//! printed.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use frontdesk::event::EventId;
use frontdesk::providers::Provider;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::object::{Object, place_of};
use frontdesk::receive::secrets::{Secrets, Written};
use http::StatusCode;
use jiff::Timestamp;

use crate::print::quoted;
use crate::samples::Sample;

/// The example of a kind, or a given body, signed as the provider would send it.
pub(crate) fn signed(
    provider: &Provider,
    kind: &str,
    own: Option<Vec<u8>>,
    is_new: bool,
    secret: &str,
) -> Result<Delivery> {
    let sample = match (Sample::find(provider.name, kind), &own) {
        (Ok(sample), _) => Some(sample),
        // A given body may be of any kind; its headers are those of the provider's other
        // deliveries.
        (Err(_), Some(_)) => Sample::all(provider.name)?.into_iter().next(),
        (Err(unknown), None) => return Err(unknown),
    };
    let body = match (own, &sample) {
        (Some(own), _) => own,
        (None, Some(sample)) => sample.body(provider.name)?.to_vec(),
        (None, None) => bail!("{} has no example of kind `{kind}`; --file takes your own body", provider.name),
    };
    let body = if is_new { fresh(provider, &body)? } else { body };
    let (path, headers) = match sample {
        Some(sample) => (sample.path, sample.headers),
        None => ("/".to_owned(), BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())])),
    };
    let path = if provider.kind_in_path { format!("/{kind}") } else { path };
    let delivery = Delivery::post(path, headers.into_iter().collect(), body, Timestamp::now());
    let delivery = provider.proof.sign(delivery, secret);
    delivery.with_context(|| format!("cannot sign as {} does", provider.title))
}

/// The id that the event will have. The response does not contain it: senders see only the status.
pub(crate) fn event_id(provider: &Provider, delivery: &Delivery, with: &Written) -> Option<EventId> {
    let secrets = Secrets::parse(&Secrets::join(std::slice::from_ref(with))).ok()?;
    let verified = delivery.clone().verify(&provider.proof, &secrets).ok()?;
    Some(EventId::new(provider.name, verified.account(), &provider.reading(&verified).ok()?.identity))
}

/// Posts a delivery, and returns the status and the text of the response.
pub(crate) fn deliver(url: &str, request: &Delivery) -> Result<(StatusCode, String)> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut post = agent.post(url);
    for (name, value) in &request.headers {
        post = post.header(name, value);
    }
    let answer = post.send(&request.body[..]);
    let mut answer = answer.with_context(|| format!("cannot post to {url}; is the local run up (`cargo run`)?"))?;
    Ok((answer.status(), answer.body_mut().read_to_string().unwrap_or_default()))
}

/// Turns a body into that of a separate event.
fn fresh(provider: &Provider, body: &[u8]) -> Result<Vec<u8>> {
    let object = Object::parse(body).context("--fresh needs a JSON object")?;
    let new = uuid::Uuid::new_v4().simple();
    let (place, text) = match provider.own_id.and_then(|field| object.raw(field)) {
        Some(id) => (place_of(id, body), format!("\"evt_{new}\"")),
        None => {
            let start = body.iter().position(|byte| *byte == b'{').map_or(0, |brace| brace + 1);
            (start..start, format!("\"sample\":\"{new}\","))
        }
    };
    let mut fresh = body.to_vec();
    fresh.splice(place, text.into_bytes());
    Ok(fresh)
}

/// The request as a shell command, with the body quoted so that every byte arrives.
pub(crate) fn curl(url: &str, request: &Delivery) -> Result<String> {
    let body = std::str::from_utf8(&request.body).context("the body is not UTF-8, so no command can hold it")?;
    let mut command = format!("curl -i -X POST {}", quoted(url));
    for (name, value) in &request.headers {
        command.push_str(&format!(" -H {}", quoted(&format!("{name}: {value}"))));
    }
    command.push_str(&format!(" --data-binary {}", quoted(body)));
    Ok(command)
}

#[cfg(test)]
mod tests {
    use frontdesk::providers::ALL;

    use super::*;

    /// Only the id is replaced, whatever it is, and wherever its text occurs again.
    #[test]
    fn a_fresh_delivery_differs_in_its_id_only() {
        let gire = ALL.iter().find(|provider| provider.own_id == Some("id")).unwrap();
        for id in ["\"7\"", "7", "\"id\""] {
            let text = fresh(gire, format!(r#"{{"a":{id},"id": {id} ,"b":{id}}}"#).as_bytes()).unwrap();
            let text = String::from_utf8(text).unwrap();
            let new = text.split(r#""id": "evt_"#).nth(1).and_then(|rest| rest.split('"').next());
            let new = new.unwrap_or_else(|| panic!("{text}"));
            assert_eq!(text, format!(r#"{{"a":{id},"id": "evt_{new}" ,"b":{id}}}"#));
        }
    }
}
