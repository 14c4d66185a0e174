//! XPS documents: the runs of glyphs of every page, those on one line joined.

use std::{borrow::Cow, io::Read};

use super::{
    Stop,
    block::Blocks,
    limits::Budget,
    package::Package,
    text::At,
    xml::{Node, Xml},
};

/// Reads every page, in the order of their numbers.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let members = package.members.iter().enumerate();
    let mut pages: Vec<(u32, usize)> = members
        .filter(|(_, member)| member.path.ends_with(".fpage"))
        .map(|(at, member)| (number(&member.path), at))
        .collect();
    pages.sort_unstable();
    let mut outcome = Ok(());
    for (page, (_, at)) in (1..).zip(pages) {
        let source = package.read(at, budget);
        outcome = outcome.and(source.and_then(|source| lines(source, At::Page(page), blocks)));
    }
    outcome
}

/// Returns the number in the file name of a page.
fn number(path: &str) -> u32 {
    let file = path.rsplit('/').next().unwrap_or_default();
    let digits: String = file.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u32::MAX)
}

fn lines(source: impl Read, at: At, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut xml = Xml::new(source);
    let (mut line, mut height) = (String::new(), None::<String>);
    loop {
        match xml.next()? {
            Node::Open(element) if element.local() == "Glyphs" => {
                let here = element.attribute("OriginY");
                if here.as_deref() != height.as_deref() {
                    blocks.push(&std::mem::take(&mut line), at, None, false)?;
                    height = here.map(Cow::into_owned);
                }
                let text = element.attribute("UnicodeString").unwrap_or_default();
                // A brace at the beginning is written as two.
                line.push_str(text.strip_prefix("{}").unwrap_or(&text));
            }
            Node::End => return blocks.push(&line, at, None, false),
            _ => {}
        }
    }
}
