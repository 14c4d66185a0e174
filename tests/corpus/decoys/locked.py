"""Documents that look protected, open for anyone and hold nothing."""

from decoys.clean import SENTENCES
from document import Doc, Table, Title
from family import family


def clear(name, formats, count, lock):
    @family(name, [], formats, "hard", decoy=True, count=count, containers=False)
    def make(r):
        rows = [["項目", "金額"], ["需用費", r.randint(1000, 99999)], ["役務費", r.randint(1000, 99999)]]
        return Doc(r.choice(["様式", "集計表", "通知"]), [Title("提出様式"), *r.sample(SENTENCES, 2), Table(rows)], lock=lock)

    return make


clear("decoy-default-password", ("xlsx",), 4, "agile_default")
clear("decoy-default-xls", ("xls",), 3, "sheet_default")
clear("decoy-owner-pdf", ("pdf",), 6, "pdf_owner")
clear("decoy-guarded-sheet", ("xlsx",), 6, "guarded")
