"""Near misses of resident codes and personal numbers: empty boxes, other numbers beside the word, forms and tables."""

from document import Cell, Doc, Table, Title
from family import NOTES, PROSE, TABLES, family
from values.numbers import any_twelve, in_fours
from values.offices import DEPARTMENTS, date, memo_name
from values.people import people, person


def eleven(r):
    return str(r.randint(1, 9)) + "".join(str(r.randrange(10)) for _ in range(10))


@family("split-decoy-forms", [], TABLES, "hard", decoy=True, count=10)
def forms(r):
    """Forms with empty boxes beside other numbers."""
    rows = [["住民票コード", *[""] * 11], ["受付番号", Cell(eleven(r), span=11)], ["個人番号", Cell("記入しないでください", span=11)], ["電話", Cell(f"090-{r.randint(1000, 9999)}-{r.randint(1000, 9999)}", span=11)]]
    return Doc(r.choice(["住民異動届", "申請書"]), [Title("届出書"), Table(rows)])


@family("split-decoy-columns", [], TABLES, "hard", decoy=True, count=12)
def columns(r):
    """Other numbers of residents in columns, the word in another heading."""
    head = r.choice(["宛名番号", "世帯番号", "整理番号", "受付番号", "被保険者番号", "水栓番号", "口座番号", "お客様番号"])
    rows = [["氏名", head, "住民票コードの記載"]] + [[p.name(), eleven(r), r.choice(["省略", "有", "無"])] for p in people(r, r.randint(3, 8))]
    return Doc(r.choice(["発行簿", "受付一覧"]), [Table(rows)])


@family("split-decoy-notes", [], NOTES, "hard", decoy=True, count=16)
def notes(r):
    """Lines with eleven or twelve digits of something else."""
    n = eleven(r)
    line = r.choice([
        f"住民票の写し 交付番号 {n}", f"住民票コード変更届 受理番号 {n}", f"住民コードの問い合わせ 080-{r.randint(1000, 9999)}-{r.randint(1000, 9999)}", f"宛名番号 {n} の住民票を発行", f"伝票番号 {n}", f"住基カード 製造番号 {n}", f"口座 {n} に振込", f"コンビニ交付 処理番号 {n}", f"住民票 手数料 収納番号 {n}", f"マイナンバーカード 申請書ID {n}{r.randint(0, 9)}", f"個人番号カード 受付 {any_twelve(r)} は別の番号",
        f"住民税 通知書番号 {n}", f"マイナポイント 申込 {in_fours(any_twelve(r), '-')}", f"住民票コードは不要 整理番号 {n}", f"荷物 {in_fours(any_twelve(r), '-')} 追跡", f"世帯番号 {n} 住民異動",
    ])
    return Doc(memo_name(r), [line])


@family("split-decoy-prose", [], PROSE, "medium", decoy=True, count=8)
def prose(r):
    """A text about the code with other numbers at its end."""
    return Doc(r.choice(["運用手順", "質疑応答"]), [Title("住民票コードの取扱い"), "住民票コードは本人の請求により変更できる。", f"問い合わせ先 {r.choice(DEPARTMENTS)} 0297641{r.randint(100, 999)}", f"決裁 {date(r)} 起案番号 {eleven(r)}", f"担当 {person(r).family}"])
