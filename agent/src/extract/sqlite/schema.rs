//! What the schema tells of a table: its name, its first page, its columns.

use super::record::Value;

/// A table.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) root: u32,
    pub(super) columns: Vec<String>,
}

impl Table {
    /// Takes a row of the schema: sort, name, table, first page, statement.
    pub(super) fn of(row: &[Value]) -> Option<Self> {
        let [
            Value::Text(sort),
            Value::Text(name),
            _,
            Value::Number(root),
            Value::Text(statement),
            ..,
        ] = row
        else {
            return None;
        };
        let root = u32::try_from(*root).ok().filter(|&root| root > 0)?;
        (sort == "table").then(|| Self {
            name: name.clone(),
            root,
            columns: columns(statement),
        })
    }

    /// Returns the column that holds the text of sticky notes, if these are sticky notes.
    pub(super) fn notes(&self) -> Option<u32> {
        let text = self.columns.iter().position(|column| column == "Text")?;
        let others = ["WindowPosition", "Theme"];
        let sticky = self.name == "Note"
            && others
                .iter()
                .any(|&other| self.columns.iter().any(|c| c == other));
        sticky.then(|| u32::try_from(text + 1).ok()).flatten()
    }
}

/// Reads the names of the columns from the statement that made the table.
fn columns(statement: &str) -> Vec<String> {
    let Some(start) = statement.find('(') else {
        return Vec::new();
    };
    let mut columns = Vec::new();
    let mut depth = 0usize;
    let mut quote = None;
    let mut begins = start + 1;
    for (at, c) in statement[start..].char_indices().map(|(at, c)| (at + start, c)) {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '[') => quote = Some(']'),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    columns.extend(column(&statement[begins..at]));
                    break;
                }
            }
            (None, ',') if depth == 1 => {
                columns.extend(column(&statement[begins..at]));
                begins = at + 1;
            }
            _ => {}
        }
    }
    columns
}

/// Takes the name from the definition of a column; a constraint has none.
fn column(definition: &str) -> Option<String> {
    const CONSTRAINTS: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    let text = definition.trim();
    let first = text.chars().next()?;
    if let Some(end) = match first {
        '"' | '`' | '\'' => Some(first),
        '[' => Some(']'),
        _ => None,
    } {
        let name = text[first.len_utf8()..].split(end).next()?;
        return Some(name.to_owned());
    }
    let name = text.split(|c: char| c.is_whitespace() || c == '(').next()?;
    let constraint = CONSTRAINTS.iter().any(|word| name.eq_ignore_ascii_case(word));
    (!constraint && !name.is_empty()).then(|| name.to_owned())
}

/// Takes the codes out of a line of a sticky note: `\id=` with an identifier, bold, italic and the like.
pub(super) fn without_codes(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        rest = match code(after) {
            Some(length) => {
                let after = &after[length..];
                after.strip_prefix(' ').unwrap_or(after)
            }
            None => {
                text.push('\\');
                after
            }
        };
    }
    text.push_str(rest);
    text
}

/// Returns the length of the code that stands here.
fn code(text: &str) -> Option<usize> {
    if let Some(id) = text.strip_prefix("id=") {
        let length = id
            .bytes()
            .take_while(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
            .count();
        return (length >= 32).then_some(length + 3);
    }
    let words = ["strike0", "strike", "ul0", "ul", "b0", "b", "i0", "i"];
    words.iter().find_map(|word| {
        let after = text.strip_prefix(word)?;
        let ends = after.is_empty() || after.starts_with([' ', '\\']);
        ends.then_some(word.len())
    })
}
