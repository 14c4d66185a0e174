//! Follows the drawing of a page as far as it shows text.
//!
//! Colours, clips, patterns and pictures are passed over; nothing of a picture is ever unpacked.

use std::{collections::HashMap, hash::Hasher as _, rc::Rc};

use hayro_syntax::{
    content::UntypedIter,
    object::{Array, Dict, MaybeRef, Name, Object, Rect, Stream, String as Bytes},
    page::{Page, Rotation},
};

use super::{
    beside,
    font::Font,
    place::{Matrix, Way},
    sheet::{Level, Piece, Rule, Sheet},
    unpack::unpack,
};
use crate::extract::{
    Stop,
    limits::{Budget, PDF_DEPTH, PDF_FONTS},
};

/// What a drawing costs besides its bytes, so that many empty ones are not free.
const DRAWING_BYTES: usize = 1 << 10;
/// Saved states; honest drawings nest a few dozen.
const STATES: usize = 512;
/// A shape that is thinner, in points, is a line.
const THIN: f64 = 2.5;
/// Lines of a shape that are kept until it is drawn.
const SHAPE: usize = 4_096;

/// The fonts of a document.
pub(super) struct Fonts<'b> {
    budget: &'b Budget,
    known: HashMap<u64, Rc<Font>>,
}

impl<'b> Fonts<'b> {
    /// Starts with none.
    pub(super) fn new(budget: &'b Budget) -> Self {
        Self {
            budget,
            known: HashMap::new(),
        }
    }

    fn font(&mut self, fonts: &Dict<'_>, name: &[u8]) -> Option<Rc<Font>> {
        let dict = fonts.get::<Dict<'_>>(name)?;
        let mut key = std::hash::DefaultHasher::new();
        match fonts.get_ref(name) {
            Some(known) => key.write(known.to_string().as_bytes()),
            None => key.write(dict.data()),
        }
        let key = key.finish();
        if let Some(font) = self.known.get(&key) {
            return Some(Rc::clone(font));
        }
        if self.known.len() >= PDF_FONTS {
            self.known.clear();
        }
        self.budget.unpack(DRAWING_BYTES).ok()?;
        let font = Rc::new(Font::new(&dict, self.budget));
        self.known.insert(key, Rc::clone(&font));
        Some(font)
    }
}

/// Follows one page.
pub(super) fn read(page: &Page<'_>, fonts: &mut Fonts<'_>, sheet: &mut Sheet) -> Result<(), Stop> {
    let budget = fonts.budget;
    let (content, outcome) = content(page, budget);
    let turned = match page.rotation() {
        Rotation::None => [1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
        Rotation::Horizontal => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        Rotation::Flipped => [-1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        Rotation::FlippedHorizontal => [0.0, -1.0, -1.0, 0.0, 0.0, 0.0],
    };
    let paper = page.intersected_crop_box();
    let mut drawing = Drawing {
        fonts,
        budget,
        sheet,
        state: State {
            page: Matrix(turned),
            ..State::default()
        },
        states: Vec::new(),
        depth: 0,
        area: area(&paper),
        said: Vec::new(),
        shape: Vec::new(),
    };
    let resources = page.resources();
    let resources = Resources {
        fonts: resources.fonts.clone(),
        drawings: resources.x_objects.clone(),
        properties: resources.properties.clone(),
    };
    drawing.run(&content, &resources).and(outcome)
}

fn area(paper: &Rect) -> f64 {
    let area = (paper.x1 - paper.x0) * (paper.y1 - paper.y0);
    if area.is_finite() {
        area.abs().max(1.0)
    } else {
        1.0
    }
}

/// Returns what a page draws: one stream or several, which are one text.
fn content(page: &Page<'_>, budget: &Budget) -> (Vec<u8>, Result<(), Stop>) {
    let dict = page.raw();
    if let Some(stream) = dict.get::<Stream<'_>>("Contents") {
        return match unpack(&stream, budget) {
            Ok(bytes) => (bytes, Ok(())),
            Err(stop) => (Vec::new(), Err(stop)),
        };
    }
    let mut whole = Vec::new();
    let mut outcome = Ok(());
    let array = dict.get::<Array<'_>>("Contents");
    for item in array.iter().flat_map(Array::raw_iter) {
        let stream = match item {
            MaybeRef::Ref(at) => page.xref().get::<Stream<'_>>(at.into()),
            MaybeRef::NotRef(_) => None,
        };
        let Some(stream) = stream else { continue };
        match unpack(&stream, budget) {
            Ok(bytes) if whole.len() + bytes.len() > crate::extract::limits::PDF_STREAM_BYTES => {
                return (whole, Err(super::unpack::TOO_LARGE));
            }
            Ok(bytes) => {
                whole.extend(bytes);
                whole.push(b'\n');
            }
            Err(stop) => outcome = outcome.and(Err(stop)),
        }
    }
    (whole, outcome)
}

/// What names in a drawing stand for.
struct Resources<'p> {
    fonts: Dict<'p>,
    drawings: Dict<'p>,
    properties: Dict<'p>,
}

impl<'p> Resources<'p> {
    fn new(dict: &Dict<'p>) -> Self {
        Self {
            fonts: dict.get("Font").unwrap_or_default(),
            drawings: dict.get("XObject").unwrap_or_default(),
            properties: dict.get("Properties").unwrap_or_default(),
        }
    }
}

/// What holds until it is changed or restored.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    between: f64,
    between_words: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            page: Matrix::STAYS,
            font: None,
            size: 1.0,
            between: 0.0,
            between_words: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// A text object: where the next character goes, and where the line began.
#[derive(Clone, Copy)]
struct Pen {
    at: Matrix,
    line: Matrix,
}

impl Pen {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = self.line.moved(x, y);
        self.at = self.line;
    }

    fn set(&mut self, at: Matrix) {
        *self = Self { at, line: at };
    }
}

struct Drawing<'d, 'b> {
    fonts: &'d mut Fonts<'b>,
    budget: &'b Budget,
    sheet: &'d mut Sheet,
    state: State,
    states: Vec<State>,
    depth: usize,
    /// The paper, to tell how much of it a picture covers.
    area: f64,
    /// Marked pieces: what is said in place of their characters, until it has been said.
    said: Vec<Option<String>>,
    /// Lines and boxes of the shape under way: two points each, and whether it is a box.
    shape: Vec<([(f64, f64); 2], bool)>,
}

impl Drawing<'_, '_> {
    fn run(&mut self, content: &[u8], resources: &Resources<'_>) -> Result<(), Stop> {
        let mut pen = Pen {
            at: Matrix::STAYS,
            line: Matrix::STAYS,
        };
        let floor = self.states.len();
        let mut last = (0.0, 0.0);
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            let operands = Operands::of(instruction.operands());
            match &instruction.operator[..] {
                b"BT" => pen.set(Matrix::STAYS),
                b"Tf" => {
                    if let Some(Object::Name(name)) = operands.objects.first() {
                        self.state.font = self.fonts.font(&resources.fonts, name);
                    }
                    self.state.size = operands.number(1);
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => self.show(instruction.operator, &operands, &mut pen)?,
                b"Td" => pen.next_line(operands.number(0), operands.number(1)),
                b"TD" => {
                    self.state.leading = -operands.number(1);
                    pen.next_line(operands.number(0), operands.number(1));
                }
                b"T*" => pen.next_line(0.0, -self.state.leading),
                b"Tm" => pen.set(operands.matrix()),
                b"Tc" => self.state.between = operands.number(0),
                b"Tw" => self.state.between_words = operands.number(0),
                b"Tz" => self.state.stretch = operands.number(0) / 100.0,
                b"TL" => self.state.leading = operands.number(0),
                b"Ts" => self.state.rise = operands.number(0),
                b"cm" => self.state.page = operands.matrix().then(self.state.page),
                b"q" if self.states.len() < STATES => self.states.push(self.state.clone()),
                b"Q" if self.states.len() > floor => {
                    self.state = self.states.pop().unwrap_or_default();
                }
                b"Do" => {
                    if let Some(Object::Name(name)) = operands.objects.first() {
                        self.draw(name, resources)?;
                    }
                }
                b"BI" => self.picture(),
                b"BDC" => self.said.push(instead(&operands, resources)),
                b"BMC" => self.said.push(None),
                b"EMC" => drop(self.said.pop()),
                operator => self.shape(operator, &operands, &mut last),
            }
            self.said.truncate(STATES);
        }
        if let Some(state) = self.states.drain(floor..).next() {
            self.state = state;
        }
        Ok(())
    }

    /// Shows text, with the movements between.
    fn show(&mut self, operator: &[u8], operands: &Operands<'_, '_>, pen: &mut Pen) -> Result<(), Stop> {
        if operator == b"\"" {
            self.state.between_words = operands.number(0);
            self.state.between = operands.number(1);
        }
        if operator != b"Tj" && operator != b"TJ" {
            pen.next_line(0.0, -self.state.leading);
        }
        match operands.objects.last() {
            Some(Object::String(text)) => self.text(text, pen),
            Some(Object::Array(items)) => {
                for item in items.iter::<Object<'_>>() {
                    match item {
                        Object::String(text) => self.text(&text, pen)?,
                        Object::Number(back) => self.advance(-back.as_f64() / 1_000.0 * self.state.size, pen),
                        _ => {}
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn advance(&self, by: f64, pen: &mut Pen) {
        let down = self.state.font.as_ref().is_some_and(|font| font.vertical);
        let (x, y) = if down {
            (0.0, by)
        } else {
            (by * self.state.stretch, 0.0)
        };
        pen.at = pen.at.moved(x, y);
    }

    fn text(&mut self, text: &Bytes<'_>, pen: &mut Pen) -> Result<(), Stop> {
        let font = self.state.font.clone();
        let mut rest = text.as_bytes();
        let mut said = String::new();
        while !rest.is_empty() {
            let (code, length) = font
                .as_ref()
                .map_or((u32::from(rest[0]), 1), |font| font.code(rest));
            rest = rest.get(length..).unwrap_or_default();
            said.clear();
            let known = match &font {
                Some(font) => font.say(code, length, &mut said),
                None => {
                    said.extend(
                        u8::try_from(code)
                            .ok()
                            .filter(u8::is_ascii_graphic)
                            .map(char::from),
                    );
                    !said.is_empty()
                }
            };
            let known = known && !said.chars().all(is_no_text);
            if !known {
                said.clear();
                said.push('\u{fffd}');
            }
            self.instead(&mut said);
            let from = pen.at;
            let width = font.as_ref().map_or(0.5, |font| font.advance(code, length));
            let word = if code == 32 && length == 1 {
                self.state.between_words
            } else {
                0.0
            };
            self.advance(width * self.state.size + self.state.between + word, pen);
            self.put(&said, known, from, pen.at)?;
        }
        Ok(())
    }

    /// Puts in what a marked piece says itself; its other characters say nothing more.
    fn instead(&mut self, said: &mut String) {
        if let Some(text) = self.said.iter_mut().rev().find_map(Option::as_mut) {
            said.clear();
            said.push_str(text);
            text.clear();
        }
    }

    fn put(&mut self, said: &str, known: bool, from: Matrix, to: Matrix) -> Result<(), Stop> {
        let down = self.state.font.as_ref().is_some_and(|font| font.vertical);
        let place = |at: Matrix| at.then(self.state.page).point(0.0, self.state.rise);
        let (start, end) = (place(from), place(to));
        let whole = from.then(self.state.page);
        let (sideways, upwards) = (whole.direction(1.0, 0.0), whole.direction(0.0, 1.0));
        let backwards = if self.state.size * self.state.stretch < 0.0 {
            -1.0
        } else {
            1.0
        };
        let way = Way::of(sideways.0 * backwards, sideways.1 * backwards, down);
        let size = self.state.size.abs() * upwards.0.hypot(upwards.1);
        let (begins, across) = way.axes(start.0, start.1);
        let (ends, _) = way.axes(end.0, end.1);
        if ![begins, across, ends, size]
            .iter()
            .all(|number| number.is_finite())
        {
            return Ok(());
        }
        if !said.trim().is_empty() {
            self.sheet.shown += 1;
            self.sheet.unknown += u64::from(!known);
        }
        let piece = Piece {
            way,
            start: begins.min(ends),
            end: ends.max(begins),
            across,
            size,
            text: 0..0,
        };
        self.sheet.put(said, piece)
    }

    /// Follows a drawing inside, or notes a picture.
    fn draw(&mut self, name: &[u8], resources: &Resources<'_>) -> Result<(), Stop> {
        let Some(stream) = resources.drawings.get::<Stream<'_>>(name) else {
            return Ok(());
        };
        let dict = stream.dict();
        match dict.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => {
                self.picture();
                return Ok(());
            }
            Some(b"PS") => return Ok(()),
            _ => {}
        }
        if self.depth >= PDF_DEPTH {
            return Err(Stop::Limit("more than 24 drawings inside each other"));
        }
        self.budget.unpack(DRAWING_BYTES)?;
        let content = match unpack(&stream, self.budget) {
            Ok(content) => content,
            Err(stop @ Stop::Limit(_)) => return Err(stop),
            Err(_) => return Ok(()),
        };
        let own = dict.get::<Dict<'_>>("Resources").map(|own| Resources::new(&own));
        let state = self.state.clone();
        if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
            self.state.page = Matrix(matrix).then(self.state.page);
        }
        self.depth += 1;
        let outcome = self.run(&content, own.as_ref().unwrap_or(resources));
        self.depth -= 1;
        self.state = state;
        outcome
    }

    /// Notes a picture, which fills the unit square.
    fn picture(&mut self) {
        let (width, height) = (
            self.state.page.direction(1.0, 0.0),
            self.state.page.direction(0.0, 1.0),
        );
        let area = (width.0 * height.1 - width.1 * height.0).abs();
        self.sheet.pictures += 1;
        self.sheet.covered = self.sheet.covered.max(area / self.area);
    }

    /// Follows shapes as far as they may be lines of a table.
    fn shape(&mut self, operator: &[u8], operands: &Operands<'_, '_>, last: &mut (f64, f64)) {
        let point = |at: usize| {
            self.state
                .page
                .point(operands.number(at), operands.number(at + 1))
        };
        let keep = self.shape.len() < SHAPE;
        match operator {
            b"m" => *last = point(0),
            b"l" => {
                let next = point(0);
                if keep {
                    self.shape.push(([*last, next], false));
                }
                *last = next;
            }
            b"re" if keep => {
                let (x, y) = (operands.number(0), operands.number(1));
                let far = self
                    .state
                    .page
                    .point(x + operands.number(2), y + operands.number(3));
                self.shape.push(([point(0), far], true));
            }
            b"S" | b"s" | b"B" | b"b" | b"B*" | b"b*" => self.drawn(true),
            b"f" | b"F" | b"f*" => self.drawn(false),
            b"n" => self.shape.clear(),
            _ => {}
        }
    }

    fn drawn(&mut self, stroked: bool) {
        self.sheet.shapes += 1;
        for ([from, to], boxed) in std::mem::take(&mut self.shape) {
            if !boxed && !stroked {
                continue;
            }
            let (left, right) = (from.0.min(to.0), from.0.max(to.0));
            let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
            let rule = |along: f64| Rule { along, top, bottom };
            let level = |across: f64| Level {
                across,
                from: left,
                to: right,
            };
            if right - left < THIN {
                self.sheet.rule(rule(f64::midpoint(left, right)));
            } else if bottom - top < THIN {
                self.sheet.level(level(f64::midpoint(top, bottom)));
            } else if boxed && stroked {
                self.sheet.rule(rule(left));
                self.sheet.rule(rule(right));
                self.sheet.level(level(top));
                self.sheet.level(level(bottom));
            }
        }
    }
}

/// Tells whether a character is one that fonts use for what has no character.
fn is_no_text(c: char) -> bool {
    c.is_control() || c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c)
}

/// Returns what a marked piece says in place of its characters.
fn instead(operands: &Operands<'_, '_>, resources: &Resources<'_>) -> Option<String> {
    let dict = match operands.objects.last()? {
        Object::Dict(dict) => (*dict).clone(),
        Object::Name(name) => resources.properties.get::<Dict<'_>>(&name[..])?,
        _ => return None,
    };
    dict.get::<Bytes<'_>>("ActualText")
        .map(|text| beside::text_of(&text))
}

/// The operands of one instruction.
struct Operands<'o, 'c> {
    objects: Vec<&'o Object<'c>>,
}

impl<'o, 'c> Operands<'o, 'c> {
    fn of(objects: impl Iterator<Item = &'o Object<'c>>) -> Self {
        Self {
            objects: objects.collect(),
        }
    }

    fn number(&self, at: usize) -> f64 {
        match self.objects.get(at) {
            Some(Object::Number(number)) if number.as_f64().is_finite() => number.as_f64(),
            _ => 0.0,
        }
    }

    fn matrix(&self) -> Matrix {
        Matrix(std::array::from_fn(|at| self.number(at)))
    }
}
