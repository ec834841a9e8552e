//! The types in `clients/` are generated from the JSON Schema of the payloads.

use std::fs;

use frontdesk::providers::ALL;
use frontdesk_tests::fixtures::project;

#[test]
fn clients_are_made_from_the_schema() {
    let made = frontdesk::schema::clients(ALL).unwrap_or_else(|error| panic!("{error}"));
    for (file, made) in made {
        let path = project().join(&file);
        if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, made).unwrap();
        } else {
            let current = fs::read_to_string(&path).unwrap_or_default();
            assert!(current == made, "{file} differs from the schema; FRONTDESK_WRITE_DOCS=1 rewrites it");
        }
    }
}
