//! The types in `clients/` are generated from the JSON Schema of the payloads.

use frontdesk::providers::ALL;
use frontdesk_tests::generated;

#[test]
fn clients_are_made_from_the_schema() {
    let made = frontdesk::schema::clients(ALL).unwrap_or_else(|error| panic!("{error}"));
    for (file, made) in made {
        generated::check(&file, &made).unwrap();
    }
}
