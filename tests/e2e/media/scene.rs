//! A city hall with its departments, one machine for each place, and media to plug in.

use std::{collections::BTreeMap, fs, time::SystemTime};

use anyhow::{Context as _, Result};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use mimawari_proto::{
    convert,
    finding::Root,
    id::{MediaSessionId, RoundId},
    medium::Column,
    name::Name,
    reading::{Encryption, Grade, MediaClass, MediaLeft, MediaSeen, SerialState},
    round::{
        Event, MediaWatch, RootCovered, RootOutcome, RoundEnded, RoundOutcome, RoundReason, RoundStarted,
        Said,
    },
    time::Timestamp,
    wire,
};
use mimawari_tests::{chance::Chance, collector::Collector, machine::Machine};
use prost::Message as _;

const DEPARTMENTS: &str =
    "code,name\n3010,こども課\n3020,税務課\n4010,a\n4020,b\n4030,c\n4040,d\n4050,e\n4060,f\n";

/// Where a medium is plugged in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Where {
    /// A machine of the department that owns the media.
    Own,
    /// Another machine of it.
    OwnToo,
    /// A machine of another department.
    Other,
    /// A machine of the owning department in the my-number zone.
    MyNumber,
    /// Departments for the result table.
    Clean,
    Residue,
    Stranger,
    Unseen,
    Unwatched,
    Unsaid,
}

impl Where {
    const fn belongs(self) -> (&'static str, &'static str) {
        match self {
            Self::Own | Self::OwnToo => ("3010", "lgwan"),
            Self::Other => ("3020", "lgwan"),
            Self::MyNumber => ("3010", "mynumber"),
            Self::Clean => ("4010", "lgwan"),
            Self::Residue => ("4020", "lgwan"),
            Self::Stranger => ("4030", "lgwan"),
            Self::Unseen => ("4040", "lgwan"),
            Self::Unwatched => ("4050", "lgwan"),
            Self::Unsaid => ("4060", "lgwan"),
        }
    }
}

pub(super) struct Scene {
    /// Removed when the scene ends.
    pub(super) folder: tempfile::TempDir,
    pub(super) collector: Collector,
    /// Noon of yesterday in Japan: when media are plugged in.
    pub(super) base: Timestamp,
    today: Date,
    /// What rounds say of the watch of media.
    pub(super) media_watch: Option<MediaWatch>,
    chance: Chance,
    machines: BTreeMap<Where, Machine>,
    waiting: BTreeMap<Where, Vec<Event>>,
}

/// Returns the serial of the medium of a scenario.
pub(super) fn serial(nth: usize) -> String {
    format!("SER{nth:04}X7")
}

impl Scene {
    pub(super) fn new(seed: u64) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let collector = Collector::started(folder.path())?;
        let list = folder.path().join("city.csv");
        fs::write(&list, DEPARTMENTS)?;
        let list = list.to_str().context("a plain name")?;
        collector.run(&["department", "import", list])?.expect(0)?;
        let japan = TimeZone::get("Asia/Tokyo")?;
        let now = Timestamp::from(SystemTime::now());
        let today = now.on_calendar(&japan).date();
        let noon = today.yesterday()?.at(12, 0, 0, 0).to_zoned(japan)?;
        let mut scene = Self {
            folder,
            collector,
            base: noon.timestamp().into(),
            today,
            media_watch: Some(MediaWatch::Running),
            chance: Chance::new(seed),
            machines: BTreeMap::new(),
            waiting: BTreeMap::new(),
        };
        // Rows name this machine in their permits.
        scene.machine(Where::Own)?;
        scene.machine(Where::OwnToo)?;
        Ok(scene)
    }

    /// Returns the id of the machine at a place; enrols it first.
    pub(super) fn machine(&mut self, at: Where) -> Result<String> {
        if !self.machines.contains_key(&at) {
            let (department, zone) = at.belongs();
            let args = ["token", "new", "--zone", zone, "--department", department];
            let made = self.collector.run(&args)?.expect(0)?;
            let token = made
                .out
                .split_whitespace()
                .find(|word| word.starts_with("mimawari1."));
            let root = self.collector.root()?;
            let token = token.context("a token")?;
            let machine = Machine::enrol(self.collector.intake(), &root, token, &mut self.chance)?;
            self.machines.insert(at, machine);
        }
        Ok(self.machines[&at].id.to_string())
    }

    /// Makes a line of the ledger; `{-3}` in a cell is the day three days ago, `{own}` the id of the first machine.
    pub(super) fn row(&self, nth: usize, twin: usize, changes: &[(Column, &str)]) -> Vec<String> {
        let usual = |column: &Column| match column {
            Column::No => format!("公USB-{nth}-{twin}"),
            Column::VendorId => "0411".to_owned(),
            Column::ProductId => format!("{:04x}", nth + 1),
            Column::Serial => serial(nth),
            Column::Size => "32GB".to_owned(),
            Column::Department => "3010".to_owned(),
            Column::Registered => "{-200}".to_owned(),
            _ => String::new(),
        };
        let cell = |column: &Column| {
            let changed = changes.iter().rev().find(|(changed, _)| changed == column);
            self.filled(&changed.map_or_else(|| usual(column), |(_, text)| (*text).to_owned()))
        };
        Column::ALL.iter().map(cell).collect()
    }

    fn filled(&self, text: &str) -> String {
        if text == "{own}" || text == "{own too}" {
            let at = if text == "{own}" {
                Where::Own
            } else {
                Where::OwnToo
            };
            return self.machines[&at].id.to_string();
        }
        let days = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        match days.and_then(|days| days.parse::<i64>().ok()) {
            Some(days) => self.today.saturating_add(days.days()).to_string(),
            None => text.to_owned(),
        }
    }

    pub(super) fn import(&self, text: &str) -> Result<()> {
        let path = self.folder.path().join("media.csv");
        fs::write(&path, text)?;
        let path = path.to_str().context("a plain name")?;
        self.collector.run(&["media", "import", path])?.expect(0)?;
        Ok(())
    }

    pub(super) fn session(&self, nth: usize) -> MediaSessionId {
        MediaSessionId::new(self.base, [u8::try_from(nth).expect("few"); 10])
    }

    /// Makes what an agent says of the medium of a scenario, when all is well.
    pub(super) fn medium(&self, nth: usize) -> MediaSeen {
        MediaSeen {
            grade: Grade::A,
            vendor_id: 0x0411,
            product_id: u16::try_from(nth + 1).expect("few"),
            vendor: Name::from("BUFFALO"),
            product: Name::from("ClipDrive"),
            serial: Name::from(serial(nth).as_str()),
            serial_state: Some(SerialState::Own),
            size_bytes: 31_000_000_000,
            file_system: "vfat".to_owned(),
            encryption: Some(Encryption::None),
            empty: Some(true),
            arrived_at: Some(self.base),
            bus: "usb".to_owned(),
            ..MediaSeen::new(self.session(nth), MediaClass::Storage, "sysfs")
        }
    }

    /// Plugs a medium in and takes it out an hour later.
    pub(super) fn plug(&mut self, at: Where, seen: MediaSeen) -> Result<()> {
        self.machine(at)?;
        let (session, past) = (seen.session, seen.past);
        let arrived = seen.arrived_at.unwrap_or(self.base);
        self.say(at, arrived, Said::MediaSeen(seen));
        if !past {
            let left_at = arrived.plus(std::time::Duration::from_secs(3600));
            self.say(at, left_at, Said::MediaLeft(MediaLeft { session, left_at }));
        }
        Ok(())
    }

    /// Lets a machine make a complete round over a desktop.
    pub(super) fn round(&mut self, at: Where) {
        let round = RoundId::new(self.base, [7; 10]);
        let started = RoundStarted {
            round,
            reason: RoundReason::Calendar,
            policy_version: 1,
            rule_set: "tests".to_owned(),
        };
        let ended = RoundEnded {
            round,
            started_at: self.base,
            outcome: RoundOutcome::Complete,
            standing: 0,
            roots: vec![RootCovered {
                root: Root::Desktop,
                user: Name::from("staff"),
                outcome: RootOutcome::Covered,
                files: 3,
            }],
            files: 3,
            bytes: 30,
            read: 3,
            unchanged: 0,
            skipped: 0,
            unread: Vec::new(),
            unread_files: Vec::new(),
            media_watch: self.media_watch,
        };
        self.machine(at).expect("a machine");
        self.say(at, self.base, Said::RoundStarted(started));
        self.say(at, self.base, Said::RoundEnded(ended));
    }

    fn say(&mut self, place: Where, at: Timestamp, said: Said) {
        self.waiting.entry(place).or_default().push(Event { at, said });
    }

    /// Sends everything over the wire, a parcel for each machine.
    pub(super) fn deliver(&mut self) -> Result<()> {
        for (at, events) in std::mem::take(&mut self.waiting) {
            let machine = &self.machines[&at];
            let events = wire::Events::decode(convert::encode_events(&events).as_slice())?.events;
            let parcel = machine.chain().seal(events);
            let mut line = machine.connect(self.collector.intake())?;
            assert_eq!(line.deliver(&parcel)?, wire::Outcome::Stored, "{at:?}");
        }
        Ok(())
    }
}
