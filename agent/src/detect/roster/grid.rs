//! Tables: the first rows decide which column holds what, by its heading or by what stands in it.

use mimawari_proto::finding::Place;

use super::{
    Rosters,
    group::{Context, Group, Record},
    heading::Head,
    name::{self, Likeness},
    particular::{self, Sort},
};

/// Rows that decide what the columns are. A title and notes may stand above the heading.
const WAITING: usize = 40;
/// Rows below a heading whose columns belong to the table.
const LOOKED_BELOW: usize = 8;
/// Columns of a row that are looked at.
const COLUMNS: usize = 60;

/// A row of a table.
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    pub(super) place: Place,
}

/// A cell in normal form.
pub(super) struct Cell {
    pub(super) column: u32,
    pub(super) text: String,
    pub(super) lower: String,
    pub(super) number: bool,
}

impl Drop for Cell {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.text);
        zeroize::Zeroize::zeroize(&mut self.lower);
    }
}

/// A table under way.
#[derive(Default)]
pub(super) struct Grid {
    waiting: Vec<Row>,
    decided: bool,
    plan: Option<Plan>,
    pub(super) groups: Vec<Group>,
}

/// What the columns hold.
#[derive(Default)]
struct Plan {
    units: Vec<Unit>,
    context: Context,
}

/// The columns of one person; a wide table may have several persons in a row.
#[derive(Default)]
struct Unit {
    name: u32,
    given: Option<u32>,
    columns: Vec<(u32, Head)>,
    /// Columns without a heading, judged by what stands in them.
    open: Vec<u32>,
}

impl Row {
    fn get(&self, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

impl Rosters {
    /// Takes the next row of a table.
    pub(super) fn row(&self, grid: &mut Grid, mut row: Row) {
        row.cells.truncate(COLUMNS);
        if !grid.decided {
            grid.waiting.push(row);
            if grid.waiting.len() >= WAITING {
                self.decide(grid);
            }
            return;
        }
        if let Some(plan) = self.headed_plan(std::slice::from_ref(&row)) {
            grid.begin(plan);
            return;
        }
        self.read_row(grid, &row);
    }

    /// Decides with the rows that are there.
    pub(super) fn decide(&self, grid: &mut Grid) {
        if grid.decided {
            return;
        }
        grid.decided = true;
        let rows = std::mem::take(&mut grid.waiting);
        let heading = (0..rows.len()).find_map(|at| Some((at, self.headed_plan(&rows[at..])?)));
        let (start, plan) = match heading {
            Some((at, plan)) => (at + 1, Some(plan)),
            None => (0, self.plan_by_content(&rows)),
        };
        if let Some(plan) = plan {
            grid.begin(plan);
        }
        for row in &rows[start..] {
            match self.headed_plan(std::slice::from_ref(row)) {
                Some(plan) => grid.begin(plan),
                None => self.read_row(grid, row),
            }
        }
    }

    /// Makes a plan of a heading row, with the rows below to tell names by.
    fn headed_plan(&self, rows: &[Row]) -> Option<Plan> {
        let (row, below) = rows.split_first()?;
        let mut heads: Vec<(u32, Head, &str)> = Vec::new();
        for cell in &row.cells {
            if let Some(head) = self.headings.of(&cell.lower) {
                heads.push((cell.column, head, cell.lower.trim()));
            }
        }
        if heads.len() < 2 || heads.len() * 2 < row.cells.len() {
            return None;
        }
        // A second heading row says more: 連絡先 above, 電話 and 住所 below.
        if let Some(second) = below.first() {
            let more: Vec<_> = second
                .cells
                .iter()
                .filter_map(|cell| Some((cell.column, self.headings.of(&cell.lower)?, cell.lower.trim())))
                .collect();
            if !more.is_empty() && more.len() == second.cells.len() {
                heads.retain(|(column, ..)| more.iter().all(|(other, ..)| other != column));
                heads.extend(more);
                heads.sort_by_key(|&(column, ..)| column);
            }
        }
        // A list in kana only: the reading is the name.
        if !heads.iter().any(|(_, head, _)| head.is_name())
            && let Some(kana) = heads.iter_mut().find(|(_, head, _)| *head == Head::Kana)
        {
            kana.1 = Head::Name;
        }
        let particular = heads.iter().any(|(_, head, _)| head.is_particular());
        if !heads.iter().any(|(_, head, _)| head.is_name()) {
            let name = particular.then(|| self.name_column(below, &heads))??;
            heads.push((name, Head::Name, ""));
            heads.sort_by_key(|&(column, ..)| column);
        }
        let columns = columns(&rows[..rows.len().min(1 + LOOKED_BELOW)]);
        Some(Plan::of(&heads, &columns))
    }

    /// Finds the column of names by what stands in it.
    fn name_column(&self, rows: &[Row], heads: &[(u32, Head, &str)]) -> Option<u32> {
        columns(rows).into_iter().find(|&column| {
            let taken = heads
                .iter()
                .any(|&(known, head, _)| known == column && head.is_particular());
            let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.get(column)).collect();
            !taken && are_names(&cells)
        })
    }

    /// Makes a plan of a table without headings.
    fn plan_by_content(&self, rows: &[Row]) -> Option<Plan> {
        let (name, given) = match self.name_column(rows, &[]) {
            Some(name) => (name, None),
            None => split_names(rows).map(|(family, given)| (family, Some(given)))?,
        };
        let mut columns = columns(rows);
        columns.retain(|&column| column != name && !has_unknown_date_heading(rows, column));
        Some(Plan {
            units: vec![Unit {
                name,
                given,
                open: columns,
                ..Unit::default()
            }],
            context: Context::default(),
        })
    }

    fn read_row(&self, grid: &mut Grid, row: &Row) {
        let (Some(plan), Some(group)) = (&grid.plan, grid.groups.last_mut()) else {
            return;
        };
        for unit in &plan.units {
            let Some(cell) = row.get(unit.name) else { continue };
            group.rows += 1;
            let given = unit.given.and_then(|column| row.get(column));
            let whole = match given {
                Some(given) => format!("{} {}", cell.text.trim(), given.text.trim()),
                None => cell.text.trim().to_owned(),
            };
            let (bare, titled) = name::bare(&whole);
            let mut record = Record {
                name: name::likeness(bare),
                titled,
                ..Record::default()
            };
            if record.name < Some(Likeness::Maybe) && !(plan.context.headed && name::may_be(bare)) {
                continue;
            }
            for &(column, head) in &unit.columns {
                if let Some(cell) = row.get(column) {
                    self.reader
                        .headed(&mut record, head, cell.text.trim(), cell.number);
                }
            }
            for cell in unit.open.iter().filter_map(|&column| row.get(column)) {
                self.open_cell(&mut record, cell);
            }
            if record.set.is_particular() {
                record.key = self.key(&whole, &record);
                group.add(&record, || row.place.clone());
            }
        }
    }

    fn open_cell(&self, record: &mut Record, cell: &Cell) {
        let text = cell.text.trim();
        let found = particular::find(text);
        if found.is_empty() {
            let restored = cell
                .number
                .then(|| particular::telephone(&format!("0{text}")))
                .flatten();
            if restored == Some(Sort::Mobile) {
                record.set.add(Sort::Mobile);
            }
            let line = self.reader.line(text, &found, &|_| None);
            record.set = record.set.union(line.set);
        } else {
            self.reader.found(record, &found, text);
        }
    }
}

/// Finds two neighbouring columns that are one of family names and one of given names.
fn split_names(rows: &[Row]) -> Option<(u32, u32)> {
    let sure = |column: u32| {
        let pairs = rows
            .iter()
            .filter_map(|row| Some((row.get(column)?, row.get(column + 1)?)));
        let named = pairs.filter(|(family, given)| {
            let whole = format!("{} {}", family.text.trim(), given.text.trim());
            name::likeness(&whole) == Some(Likeness::Sure)
        });
        named.count()
    };
    columns(rows)
        .into_iter()
        .find(|&column| rows.len() >= 4 && sure(column) * 10 >= rows.len() * 6)
        .map(|column| (column, column + 1))
}

/// Returns the columns that have cells, in order: a document says itself how far apart they lie.
fn columns(rows: &[Row]) -> Vec<u32> {
    let cells = rows.iter().flat_map(|row| &row.cells);
    let mut columns: Vec<u32> = cells.map(|cell| cell.column).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Tells whether dates stand under a heading that we do not know: dates of something else.
fn has_unknown_date_heading(rows: &[Row], column: u32) -> bool {
    let dated = |row: &Row| {
        let cell = row.get(column)?;
        Some(
            particular::find(&cell.text)
                .iter()
                .any(|found| found.sort == Sort::Birth),
        )
    };
    let mut cells = rows.iter().filter_map(dated);
    cells.next() == Some(false) && cells.next() == Some(true)
}

/// Tells whether cells are names of persons: nearly all of them shaped so, many with a known family name.
fn are_names(cells: &[&Cell]) -> bool {
    let judged: Vec<_> = cells
        .iter()
        .map(|cell| name::likeness(name::bare(cell.text.trim()).0))
        .collect();
    let least = |least: Likeness| judged.iter().filter(|&&known| known >= Some(least)).count();
    cells.len() >= 4
        && least(Likeness::Maybe) * 10 >= cells.len() * 8
        && least(Likeness::Sure) * 10 >= cells.len() * 3
}

impl Grid {
    /// Tells whether further rows may add something.
    pub(super) fn goes_on(&self) -> bool {
        !self.decided || self.plan.is_some()
    }

    fn begin(&mut self, plan: Plan) {
        self.groups.push(Group::with(plan.context));
        self.plan = Some(plan);
    }
}

impl Plan {
    /// Splits headings into persons: a heading of names that repeats begins another.
    fn of(heads: &[(u32, Head, &str)], columns: &[u32]) -> Self {
        let mut plan = Self::default();
        let first = heads
            .iter()
            .find(|(_, head, _)| head.is_name())
            .map(|(_, _, word)| *word);
        let mut before: Vec<(u32, Head)> = Vec::new();
        for &(column, head, word) in heads {
            plan.context.note(head);
            match (head, plan.units.last_mut()) {
                (Head::Name | Head::Family, None) => plan.units.push(Unit {
                    name: column,
                    columns: std::mem::take(&mut before),
                    ..Unit::default()
                }),
                (Head::Name | Head::Family, Some(_)) if Some(word) == first => plan.units.push(Unit {
                    name: column,
                    ..Unit::default()
                }),
                (Head::Given, Some(unit)) => unit.given = Some(column),
                (_, Some(unit)) => unit.columns.push((column, head)),
                (_, None) => before.push((column, head)),
            }
        }
        if let [unit] = plan.units.as_mut_slice() {
            let known = |column: &u32| heads.iter().any(|(head, ..)| head == column);
            unit.open = columns.iter().copied().filter(|column| !known(column)).collect();
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use mimawari_proto::finding::Place;

    use super::*;

    #[test]
    fn cells_far_apart_cost_no_more_than_neighbours() {
        // A mutated binary workbook kept the search for split names busy through every column it claimed.
        let cell = |column, text: &str| Cell {
            column,
            text: text.to_owned(),
            lower: text.to_owned(),
            number: false,
        };
        let far = u32::MAX - 2;
        let rows: Vec<Row> = (0..4)
            .map(|_| Row {
                cells: vec![cell(1, "1"), cell(far, "山田"), cell(far + 1, "花子")],
                place: Place::Line { line: 1 },
            })
            .collect();
        assert_eq!(columns(&rows), [1, far, far + 1]);
        assert_eq!(split_names(&rows), Some((far, far + 1)));
    }
}
