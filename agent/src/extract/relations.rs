//! Relationships of an Open Packaging document: which part belongs to which, by id.

use std::io::Read;

use super::{
    Stop,
    xml::{Node, Xml},
};

/// One relationship.
pub(super) struct Relation {
    pub(super) id: String,
    /// Path of the part, from the root of the package.
    pub(super) target: String,
    /// What the target is, the last word of its type, for example `notesSlide`.
    pub(super) sort: String,
}

/// Returns the path of the relationships of a part.
pub(super) fn path_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// Reads the relationships of a part; external targets are left out.
pub(super) fn read(source: impl Read, part: &str) -> Result<Vec<Relation>, Stop> {
    let mut xml = Xml::new(source);
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) if element.local() == "Relationship" => {
                let external = element
                    .attribute("TargetMode")
                    .is_some_and(|mode| mode == "External");
                if let (false, Some(id), Some(target)) =
                    (external, element.attribute("Id"), element.attribute("Target"))
                {
                    let sort = element.attribute("Type").unwrap_or_default();
                    relations.push(Relation {
                        id: id.into_owned(),
                        target: resolved(part, &target),
                        sort: sort.rsplit('/').next().unwrap_or_default().to_owned(),
                    });
                }
            }
            Node::End => return Ok(relations),
            _ => {}
        }
    }
}

/// Resolves a target against the folder of its part.
fn resolved(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folders: Vec<&str> = part.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(folders.pop()),
            step => folders.push(step),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_the_folder_of_their_part() {
        assert_eq!(
            resolved("ppt/slides/slide1.xml", "../notesSlides/notesSlide1.xml"),
            "ppt/notesSlides/notesSlide1.xml"
        );
        assert_eq!(
            resolved("xl/workbook.xml", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolved("xl/workbook.xml", "/xl/worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(path_of("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
    }
}
