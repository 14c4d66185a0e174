//! Rule 6, first half: every template has a view, every view a template.

use std::collections::BTreeSet;

use crate::{
    house::{Breach, File, files, none},
    source::split,
};

const TEMPLATES: &str = "collector/templates/";

/// Checks that views and templates name each other; a template may also be named by another one.
fn check(views: &[(&str, &str)], templates: &[(&str, &str)]) -> Vec<Breach> {
    let present: BTreeSet<&str> = templates
        .iter()
        .filter_map(|(path, _)| path.strip_prefix(TEMPLATES))
        .collect();
    let mut named = BTreeSet::new();
    let mut breaches = Vec::new();
    let by_views = views.iter().flat_map(|(path, text)| {
        let names = after(text, "#[template(", "path = \"");
        names.into_iter().map(move |name| (*path, name))
    });
    let by_templates = templates.iter().flat_map(|(path, text)| {
        let names = [
            "{% extends \"",
            "{% include \"",
            "{% import \"",
            "{%- include \"",
            "{%- extends \"",
        ];
        names.into_iter().flat_map(move |opening| {
            after(text, "", opening)
                .into_iter()
                .map(move |name| (*path, name))
        })
    });
    for (path, name) in by_views.chain(by_templates) {
        if !present.contains(name) {
            breaches.push(format!("{path}: names the template {name}, which is not there"));
        }
        named.insert(name);
    }
    let idle = present.difference(&named);
    breaches.extend(idle.map(|name| format!("{TEMPLATES}{name}: no view shows it")));
    breaches
}

/// Returns each text in quotes that follows `opening`, somewhere after `mark`.
fn after<'t>(text: &'t str, mark: &str, opening: &str) -> Vec<&'t str> {
    let pieces = match mark {
        "" => vec![text],
        mark => text.split(mark).skip(1).collect(),
    };
    let mut names = Vec::new();
    for piece in pieces {
        let openings = match mark {
            "" => piece.split(opening).skip(1).collect::<Vec<_>>(),
            _ => piece.split(opening).skip(1).take(1).collect(),
        };
        names.extend(openings.into_iter().filter_map(|rest| rest.split('"').next()));
    }
    names
}

fn pairs(files: &[File]) -> Vec<(&str, &str)> {
    files
        .iter()
        .map(|file| (file.path.as_str(), file.text.as_str()))
        .collect()
}

#[test]
fn every_template_has_a_view_and_every_view_a_template() {
    let views = files("collector/src/present");
    let templates = files("collector/templates");
    none(check(&pairs(&views), &pairs(&templates)));
}

#[test]
fn no_page_is_written_in_code() {
    let views = files("collector/src");
    let in_code = views.iter().filter(|file| {
        let quoted = split(crate::source::without_tests(&file.text)).quoted;
        !crate::source::is_test(&file.path) && quoted.contains("</") && quoted.contains("<html")
    });
    none(
        in_code
            .map(|file| format!("{}: holds a page; move it into a template", file.path))
            .collect(),
    );
}

#[test]
fn a_template_without_a_view_or_a_view_without_a_template_is_seen() {
    let view = [("v.rs", "#[template(path = \"list.html\")]\nstruct List;")];
    let list = ("collector/templates/list.html", "{% extends \"frame.html\" %}");
    let frame = ("collector/templates/frame.html", "<html></html>");
    let idle = ("collector/templates/idle.html", "");
    assert!(check(&view, &[list, frame]).is_empty());
    assert_eq!(check(&view, &[list, frame, idle]).len(), 1);
    assert_eq!(check(&view, &[list]).len(), 1, "the frame is missing");
    assert_eq!(
        check(&view, &[frame]).len(),
        2,
        "the list is missing and nobody shows the frame"
    );
}
