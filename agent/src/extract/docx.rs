//! Word documents: body, text boxes, headers, footers, notes, comments.

use mimawari_proto::finding::Part;

use super::{Stop, block::Blocks, flow, limits::Budget, package::Package, text::At};

/// Parts that hold layout only.
const LAYOUT: &[&str] = &[
    "styles",
    "settings",
    "fontTable",
    "webSettings",
    "numbering",
    "stylesWithEffects",
    "people",
    "commentsIds",
    "commentsExtended",
    "commentsExtensible",
];

/// Reads every part with text.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let parts: Vec<(usize, Part)> = package
        .members
        .iter()
        .enumerate()
        .filter_map(|(at, member)| Some((at, part(&member.path)?)))
        .collect();
    let mut outcome = Ok(());
    for (at, part) in parts {
        let source = package.read(at, budget);
        outcome = outcome.and(source.and_then(|source| flow::read(source, At::Part(part), blocks)));
    }
    outcome
}

/// Tells a member that is read paragraph by paragraph wherever it stands: text or slides.
pub(super) fn is_body(path: &str) -> bool {
    path.starts_with("word/document") || path.starts_with("ppt/slides/slide")
}

/// Tells which part of the document a member is.
fn part(path: &str) -> Option<Part> {
    let inside = path.strip_prefix("word/")?;
    let (folder, file) = inside.rsplit_once('/').unwrap_or(("", inside));
    let stem = file.strip_suffix(".xml")?;
    let kind = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    match kind {
        "header" | "footer" => Some(Part::Header),
        "comments" => Some(Part::Comment),
        _ if LAYOUT.contains(&kind) => None,
        "data" if folder == "diagrams" => Some(Part::Body),
        "chart" | "chartEx" if folder == "charts" => Some(Part::Body),
        "document" if folder == "glossary" => Some(Part::Body),
        _ if folder.is_empty() => Some(Part::Body),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_with_text_are_told_from_layout() {
        assert_eq!(part("word/document2.xml"), Some(Part::Body));
        assert_eq!(part("word/header1.xml"), Some(Part::Header));
        assert_eq!(part("word/comments.xml"), Some(Part::Comment));
        assert_eq!(part("word/footnotes.xml"), Some(Part::Body));
        assert_eq!(part("word/diagrams/data1.xml"), Some(Part::Body));
        assert_eq!(part("word/charts/chart1.xml"), Some(Part::Body));
        assert_eq!(part("word/charts/style1.xml"), None);
        assert_eq!(part("word/styles.xml"), None);
        assert_eq!(part("word/theme/theme1.xml"), None);
    }
}
