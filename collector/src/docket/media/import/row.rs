//! One line to one row of the ledger: particulars and state.

use jiff::civil::Date;
use mimawari_proto::medium::{Column, MediumState};

use super::{
    cells::{self, Cells},
    hands::{destroyed, loan, permit},
    known::{Known, department},
};
use crate::ledger::{
    medium::{Destruction, Loan, Medium, MediumNo, MediumRow},
    record::MediumRecord,
};

pub(super) fn row(cells: &mut Cells<'_>, known: &Known) -> Option<MediumRow> {
    let no = match cells.cell(Column::No).unwrap_or_default() {
        "" => {
            cells.wrong(Column::No, "管理番号が空です", "the management number is empty");
            return None;
        }
        text => text.parse::<MediumNo>().map_err(|_| {
            cells.wrong(
                Column::No,
                "管理番号は 40 文字までで、制御文字は使えません",
                "a management number has 1 to 40 printable characters",
            );
        }),
    }
    .ok()?;
    let before = known.media.get(&no);
    let medium = medium(cells, no, before, known);
    let permit = permit(cells, before, known);
    let loan = loan(cells, before);
    let destroyed = destroyed(cells, before, &medium);
    let mut medium = medium;
    settle_state(cells, &mut medium, before, loan.as_ref(), destroyed.as_ref());
    Some(MediumRow {
        medium,
        permit,
        loan,
        destroyed,
    })
}

fn medium(cells: &mut Cells<'_>, no: MediumNo, before: Option<&MediumRecord>, known: &Known) -> Medium {
    let mut medium = before.map_or_else(|| blank(no, known.today), |record| record.medium.clone());
    let hexadecimal = [
        "USB の番号は 4 桁の 16 進数です（例: 0411）",
        "a USB id has up to four hexadecimal digits",
    ];
    cells.read(
        Column::VendorId,
        &mut medium.vendor_id,
        cells::usb_id,
        hexadecimal,
    );
    cells.read(
        Column::ProductId,
        &mut medium.product_id,
        cells::usb_id,
        hexadecimal,
    );
    cells.text(Column::Vendor, &mut medium.vendor);
    cells.text(Column::Product, &mut medium.product);
    cells.text(Column::Serial, &mut medium.serial);
    cells.text(Column::VolumeId, &mut medium.volume_id);
    let grades = ["識別は A、B、C のいずれかです", "a grade is A, B or C"];
    cells.read(
        Column::Grade,
        &mut medium.grade,
        |text| cells::grade(text).map(Some),
        grades,
    );
    let sizes = ["容量は 32GB のように書いてください", "write a capacity as 32GB"];
    cells.read(Column::Size, &mut medium.size_bytes, cells::size, sizes);
    let protections = [
        "暗号化は「なし」「ハードウェア」「BitLocker」「LUKS」「その他」のいずれかです",
        "encryption is none, hardware, bitlocker, luks or another",
    ];
    let protection = |text: &str| cells::encryption(text).map(Some);
    cells.read(
        Column::Encryption,
        &mut medium.encryption,
        protection,
        protections,
    );
    let departments = ["この課は登録されていません", "there is no such department"];
    let named = |text: &str| department(text, known).map(Some);
    cells.read(Column::Department, &mut medium.department, named, departments);
    cells.text(Column::Keeper, &mut medium.keeper);
    cells.text(Column::Place, &mut medium.place);
    let mut registered = Some(medium.registered);
    cells.day(Column::Registered, &mut registered);
    medium.registered = registered.unwrap_or(known.today);
    cells.text(Column::Note, &mut medium.note);
    medium
}

fn blank(no: MediumNo, today: Date) -> Medium {
    Medium {
        no,
        vendor_id: 0,
        product_id: 0,
        vendor: String::new(),
        product: String::new(),
        serial: String::new(),
        volume_id: String::new(),
        grade: None,
        size_bytes: 0,
        encryption: None,
        department: None,
        keeper: String::new(),
        place: String::new(),
        state: MediumState::InBox,
        state_since: None,
        registered: today,
        note: String::new(),
    }
}

/// What the line says of the state, else what follows from loan and destruction, else what is known.
fn settle_state(
    cells: &mut Cells<'_>,
    medium: &mut Medium,
    before: Option<&MediumRecord>,
    loan: Option<&Loan>,
    destroyed: Option<&Destruction>,
) {
    let mut said = None;
    cells.read(
        Column::State,
        &mut said,
        |text| cells::state(text).map(Some),
        [
            "状態は「保管中」「貸出中」「紛失」「廃棄」のいずれかです",
            "a state is in_box, lent, lost or destroyed",
        ],
    );
    let follows = match (destroyed, loan) {
        (Some(destruction), _) => Some((MediumState::Destroyed, Some(destruction.on))),
        (None, Some(loan)) => Some(match loan.back {
            None => (MediumState::Lent, Some(loan.out)),
            Some(back) => (MediumState::InBox, Some(back)),
        }),
        (None, None) => None,
    };
    let was = before.map(|record| record.medium.state);
    if was == Some(MediumState::Destroyed) && said.is_some_and(|state| state != MediumState::Destroyed) {
        cells.wrong(Column::State, "廃棄済みの媒体です", "this medium was destroyed");
    }
    let contradicts = |state: MediumState| match (state, loan.map(|loan| loan.back)) {
        (MediumState::InBox, Some(None)) => true,
        (MediumState::Lent, Some(Some(_))) => true,
        (state, _) => destroyed.is_some() && state != MediumState::Destroyed,
    };
    if said.is_some_and(contradicts) {
        cells.wrong(
            Column::State,
            "状態が貸出・返却・廃棄の欄と合いません",
            "the state contradicts the columns of loan, return or destruction",
        );
    }
    let (state, since) = match (said, follows) {
        (Some(said), Some((state, since))) if said == state => (said, since),
        (Some(said), _) => (said, None),
        (None, Some(follows)) => follows,
        (None, None) => return,
    };
    if was != Some(state) {
        medium.state_since = since;
    }
    medium.state = state;
}
