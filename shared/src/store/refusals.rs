//! Rows of refusals: `refused:<provider>:<hash>`, never pending, gone after a week.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{Timestamp, ToSpan};

use super::item::{Item, string, text};
use super::packer::Packed;
use super::unpack::unpack;
use super::{Cursor, DAY_INDEX, Page, Reader, Store, StoreError};
use crate::event::rfc3339;
use crate::receive::kept_refusal::{KEPT_DAYS, KeptRefusal, MAX_KEPT_BODY};
use crate::receive::refusal::Presented;

impl Store {
    /// Keeps a refusal, unless the same bytes are kept already.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn keep_refusal(&self, refusal: &KeptRefusal) -> Result<(), StoreError> {
        self.put_new(item(refusal, self.packer.pack(&refusal.body))?).await.map(|_| ())
    }

    /// Deletes a refusal that has become an event.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn forget_refusal(&self, id: &str) -> Result<(), StoreError> {
        let delete = self.reader.client.delete_item().table_name(&self.reader.table).key("id", string(id));
        delete.send().await.map(|_| ()).map_err(StoreError::unavailable)
    }
}

impl Reader {
    /// The keys of a provider's refusals that arrived on `day`, newest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn refusals_on(
        &self,
        provider: &str,
        day: Timestamp,
        from: Option<Cursor>,
    ) -> Result<Page<String>, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(DAY_INDEX)
            .key_condition_expression("#day = :day")
            .expression_attribute_names("#day", "day")
            .expression_attribute_values(":day", string(&day_of(provider, day)))
            .scan_index_forward(false)
            .set_exclusive_start_key(from.map(|cursor| cursor.0));
        let page = query.send().await.map_err(StoreError::unavailable)?;
        Ok(Page {
            rows: page.items.unwrap_or_default().iter().filter_map(|item| text(item, "id")).collect(),
            next: Cursor::after(page.last_evaluated_key),
        })
    }

    /// Reads a refusal by its key. None if it does not exist, or no longer does.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer, or this version cannot read the row.
    pub async fn refusal(&self, id: &str) -> Result<Option<KeptRefusal>, StoreError> {
        let get = self.client.get_item().table_name(&self.table).key("id", string(id)).consistent_read(true);
        let found = get.send().await.map_err(StoreError::unavailable)?;
        found.item.map(|item| kept(&item)).transpose()
    }
}

fn day_of(provider: &str, time: Timestamp) -> String {
    let time = rfc3339(time);
    // One shard is enough: the rate limit keeps refusals few.
    format!("refused:{provider}#{}#0", time.get(..10).unwrap_or_default())
}

fn item(refused: &KeptRefusal, packed: Packed) -> Result<Item, StoreError> {
    let Packed { bytes: body, encoding } = packed;
    let expires_at = refused.received_at + (KEPT_DAYS * 24).hours();
    let mut item = Item::from([
        ("id".to_owned(), string(&refused.id)),
        ("provider".to_owned(), string(&refused.provider)),
        ("kind".to_owned(), string("refused")),
        ("refused".to_owned(), string(&refused.reason)),
        ("received_at".to_owned(), string(&rfc3339(refused.received_at))),
        ("request_id".to_owned(), string(&refused.request_id)),
        ("day".to_owned(), string(&day_of(&refused.provider, refused.received_at))),
        ("expires_at".to_owned(), AttributeValue::N(expires_at.as_second().to_string())),
        ("body".to_owned(), AttributeValue::B(Blob::new(body))),
    ]);
    let token = match &refused.presented {
        Presented::Token(digest) => Some(hex::encode(digest)),
        Presented::Nothing | Presented::Signature(_) => None,
    };
    let signature = match &refused.presented {
        Presented::Signature(signature) => Some(signature.as_str()),
        Presented::Nothing | Presented::Token(_) => None,
    };
    let optional = [
        ("encoding", encoding),
        ("content_type", refused.content_type.as_deref()),
        ("user_agent", refused.user_agent.as_deref()),
        ("path", refused.path.as_deref()),
        ("signature", signature),
        ("token_sha256", token.as_deref()),
        ("source_ip", refused.source_ip.as_deref()),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            item.insert(name.to_owned(), string(value));
        }
    }
    Ok(item)
}

fn kept(item: &Item) -> Result<KeptRefusal, StoreError> {
    let id = text(item, "id").unwrap_or_default();
    let bad = |attribute| StoreError::Row { id: id.clone(), attribute };
    let needed = |name| text(item, name).ok_or_else(|| bad(name));
    let bytes = item.get("body").and_then(|value| value.as_b().ok()).ok_or_else(|| bad("body"))?;
    let token = match text(item, "token_sha256") {
        None => None,
        Some(digest) => {
            let mut token = [0; 32];
            hex::decode_to_slice(digest, &mut token).map_err(|_| bad("token_sha256"))?;
            Some(token)
        }
    };
    Ok(KeptRefusal {
        id: needed("id")?,
        provider: needed("provider")?,
        reason: needed("refused")?,
        received_at: needed("received_at")?.parse().map_err(|_| bad("received_at"))?,
        body: unpack(bytes.as_ref(), text(item, "encoding").as_deref(), MAX_KEPT_BODY).ok_or_else(|| bad("body"))?,
        content_type: text(item, "content_type"),
        user_agent: text(item, "user_agent"),
        path: text(item, "path"),
        presented: match (token, text(item, "signature")) {
            (Some(token), _) => Presented::Token(token),
            (None, Some(signature)) => Presented::Signature(signature),
            (None, None) => Presented::Nothing,
        },
        source_ip: text(item, "source_ip"),
        request_id: needed("request_id")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(presented: Presented) -> KeptRefusal {
        KeptRefusal {
            id: "refused:gire:aa".to_owned(),
            provider: "gire".to_owned(),
            reason: "the token is none of the live secrets".to_owned(),
            received_at: "2026-11-20T10:00:00Z".parse().unwrap(),
            body: "{}".into(),
            content_type: Some("application/json".to_owned()),
            user_agent: Some("axios/1.7.9".to_owned()),
            path: Some("/hook".to_owned()),
            presented,
            source_ip: Some("192.0.2.1".to_owned()),
            request_id: "r".to_owned(),
        }
    }

    fn written(refusal: &KeptRefusal) -> Item {
        item(refusal, Packed { bytes: refusal.body.clone(), encoding: None }).unwrap()
    }

    #[test]
    fn kept_as_it_was() {
        let check = |refusal: KeptRefusal| assert_eq!(kept(&written(&refusal)).unwrap(), refusal);
        check(refusal(Presented::Token([7; 32])));
        check(refusal(Presented::Signature("sha256=00".to_owned())));
        let bare = refusal(Presented::Nothing);
        check(KeptRefusal { content_type: None, user_agent: None, path: None, source_ip: None, ..bare });
    }

    #[test]
    fn where_it_is_listed_and_when_it_expires() {
        let item = written(&refusal(Presented::Nothing));
        assert_eq!(text(&item, "day").unwrap(), "refused:gire#2026-11-20#0");
        assert_eq!(item["expires_at"].as_n().unwrap(), "1795773600");
        assert_eq!(text(&item, "kind").unwrap(), "refused");
    }

    #[test]
    fn a_row_that_cannot_be_read_says_which_attribute() {
        let whole = written(&refusal(Presented::Token([7; 32])));
        let check = |name: &'static str, value: Option<AttributeValue>| {
            let mut item = whole.clone();
            item.remove(name);
            item.extend(value.map(|value| (name.to_owned(), value)));
            match kept(&item) {
                Err(StoreError::Row { attribute, .. }) => assert_eq!(attribute, name),
                other => panic!("{name}: {other:?}"),
            }
        };
        for name in ["id", "provider", "refused", "received_at", "body", "request_id"] {
            check(name, None);
        }
        check("received_at", Some(string("yesterday")));
        check("token_sha256", Some(string("07")));
        check("body", Some(AttributeValue::B(Blob::new(vec![0; MAX_KEPT_BODY + 1]))));
    }
}
