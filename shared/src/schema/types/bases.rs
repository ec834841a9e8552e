//! Base types, adapted to Python's rules.

use std::collections::BTreeSet;

use super::{Definition, Form, Object};

/// Splits bases whose fields are redefined, which Python does not allow. The other fields move to a
/// new base, `<Base>Head`, that all of them extend.
pub(super) fn without_overwritten_fields(definitions: &mut Vec<Definition>) {
    let mut overwritten: Vec<(String, BTreeSet<String>)> = Vec::new();
    for definition in definitions.iter() {
        let Form::Object(Object { base: Some(base), fields }) = &definition.form else { continue };
        let names = fields.iter().map(|field| field.name.clone());
        match overwritten.iter_mut().find(|(name, _)| name == base) {
            Some((_, found)) => found.extend(names),
            None => overwritten.push((base.clone(), names.collect())),
        }
    }
    for (base, names) in overwritten {
        let head = format!("{base}Head");
        for definition in definitions.iter_mut() {
            match &mut definition.form {
                Form::Object(object) if object.base.as_ref() == Some(&base) => object.base = Some(head.clone()),
                _ => {}
            }
        }
        let Some(at) = definitions.iter().position(|definition| definition.name == base) else { continue };
        let Some(Definition { form: Form::Object(whole), .. }) = definitions.get_mut(at) else { continue };
        let (own, shared) =
            std::mem::take(&mut whole.fields).into_iter().partition(|field| names.contains(&field.name));
        whole.fields = own;
        whole.base = Some(head.clone());
        let form = Form::Object(Object { base: None, fields: shared });
        let doc = format!("The fields that every `{base}` has.");
        definitions.insert(at, Definition { name: head, doc, form });
    }
}

/// Sorts bases before the types that extend them, because Python evaluates classes in order.
pub(super) fn bases_first(definitions: &mut [Definition]) {
    let bases: BTreeSet<String> = definitions
        .iter()
        .filter_map(|definition| match &definition.form {
            Form::Object(object) => object.base.clone(),
            Form::Alias(_) | Form::Words(_) => None,
        })
        .collect();
    definitions.sort_by_key(|definition| !bases.contains(&definition.name));
}
