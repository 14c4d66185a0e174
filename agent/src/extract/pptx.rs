//! Presentations: slides in their order, hidden ones too, speaker notes, comments, text boxes, tables.

use std::collections::HashSet;

use mimawari_proto::finding::Part;

use super::{
    Stop,
    block::Blocks,
    flow,
    limits::Budget,
    package::Package,
    relations::{self, Relation},
    text::At,
    xml::{Node, Xml},
};

const PRESENTATION: &str = "ppt/presentation.xml";

/// Reads every part with text.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut parts = ordered(package, budget)?;
    let known: HashSet<String> = parts.iter().map(|(path, _)| path.clone()).collect();
    // What no slide refers to is still in the file.
    let rest = package
        .members
        .iter()
        .filter(|member| !known.contains(&member.path));
    let rest: Vec<_> = rest
        .filter_map(|member| Some((member.path.clone(), loose(&member.path)?)))
        .collect();
    parts.extend(rest);
    let mut outcome = Ok(());
    for (path, at) in parts {
        let Some(member) = package.find(&path) else {
            continue;
        };
        let source = package.read(member, budget);
        outcome = outcome.and(source.and_then(|source| flow::read(source, at, blocks)));
    }
    outcome
}

/// Lists the slides in their order, each with what belongs to it.
fn ordered(package: &mut Package<'_>, budget: &Budget) -> Result<Vec<(String, At)>, Stop> {
    let slides = slides(package, budget)?;
    let mut parts = Vec::new();
    for (number, slide) in (1..).zip(slides) {
        parts.push((slide.clone(), At::Slide(number)));
        for relation in related(package, &slide, budget)? {
            let at = match relation.sort.as_str() {
                "notesSlide" => At::Note(number),
                "comments" => At::Part(Part::Comment),
                "diagramData" | "chart" | "chartEx" => At::Slide(number),
                _ => continue,
            };
            parts.push((relation.target, at));
        }
    }
    Ok(parts)
}

fn slides(package: &mut Package<'_>, budget: &Budget) -> Result<Vec<String>, Stop> {
    let relations = related(package, PRESENTATION, budget)?;
    let Some(at) = package.find(PRESENTATION) else {
        return Ok(Vec::new());
    };
    let mut xml = Xml::new(package.read(at, budget)?);
    let mut slides = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) if element.local() == "sldId" => {
                let target = element
                    .relation()
                    .and_then(|id| relations.iter().find(|relation| relation.id == id));
                slides.extend(target.map(|relation| relation.target.clone()));
            }
            Node::End => return Ok(slides),
            _ => {}
        }
    }
}

fn related(package: &mut Package<'_>, part: &str, budget: &Budget) -> Result<Vec<Relation>, Stop> {
    match package.find(&relations::path_of(part)) {
        Some(at) => relations::read(package.read(at, budget)?, part),
        None => Ok(Vec::new()),
    }
}

/// Tells where a part stands that no slide refers to.
fn loose(path: &str) -> Option<At> {
    let inside = path.strip_prefix("ppt/")?.strip_suffix(".xml")?;
    let (folder, _) = inside.split_once('/')?;
    let number = inside
        .trim_start_matches(|c: char| !c.is_ascii_digit())
        .parse()
        .unwrap_or(1);
    match folder {
        "slides" => Some(At::Slide(number)),
        "notesSlides" => Some(At::Note(number)),
        "comments" => Some(At::Part(Part::Comment)),
        "slideMasters" | "slideLayouts" | "notesMasters" | "handoutMasters" => Some(At::Part(Part::Header)),
        "diagrams" if inside.contains("data") => Some(At::Part(Part::Body)),
        "charts" if inside.contains("/chart") => Some(At::Part(Part::Body)),
        _ => None,
    }
}
