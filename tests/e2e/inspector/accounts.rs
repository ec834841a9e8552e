//! Accounts, and unknown kinds.

use super::{get, gire, listed};
use crate::local_run::LocalRun;

#[test]
fn an_account_is_a_word_that_leads_to_its_events() {
    let secrets = r#"gire={"north":"the secret of the north","south":"the secret of the south"}"#;
    let run = LocalRun::start(&["--ephemeral", "--secret", secrets]);
    for (name, secret) in [("n", "the secret of the north"), ("s", "the secret of the south")] {
        let body = format!(r#"{{"id":"{name}-1","eventType":"pud:unheard_of","data":{{}}}}"#);
        assert_eq!(run.post("gire", &gire(&body, secret)), 200);
        run.line("published");
    }
    let list = get(&run, "/");
    list.has("href=\"/?account=north&amp;since=7d\">north</a>").has("href=\"/?state=unknown%2Dkind&amp;since=7d\"");
    assert_eq!(listed(&get(&run, "/?account=north&since=7d")), ["gire/north:n-1"]);
    assert_eq!(listed(&get(&run, "/?state=unknown-kind")), ["gire/south:s-1", "gire/north:n-1"]);
}
