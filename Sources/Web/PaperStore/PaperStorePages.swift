internal import Chancery
internal import Kernel
internal import Markup

/// Paper that is out of the chronological store, with the list of overdue returns (R1.9).
struct PaperStorePage: Sendable {
    var frame: DeskFrame
    var isOverdueOnly: Bool
    var rows: [PaperLoan]
    var overdue: Int
    /// For the forms of return, a key each.
    var keys: [String]
    var first: String?
    var next: String?
    var banner: Banner?
    var today: Day

    static func link(overdue: Bool, after: String? = nil) -> String {
        PaperStorePlace.list.link([PaperStorePlace.overdueField: overdue ? "tak" : nil, "po": after])
    }

    func render() -> [UInt8] {
        frame.page(title: isOverdueOnly ? "Skład: zwroty po terminie" : "Skład: wyjęte pisma") { h in
            let count = overdue == 0 ? "" : " (\(PolishTypography.number(overdue)))"
            WorkTop(
                "Skład chronologiczny",
                views: [
                    WorkTop.View("Wyjęte", PaperStorePage.link(overdue: false), isCurrent: !isOverdueOnly),
                    WorkTop.View("Po terminie zwrotu\(count)", PaperStorePage.link(overdue: true), isCurrent: isOverdueOnly),
                ], viewsLabel: "Widoki składu"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if rows.isEmpty {
                    return EmptyState(
                        isOverdueOnly ? "Wszystko wróciło na czas" : "Nic nie jest wyjęte", "Wyjęcie pisma zapiszesz na jego stronie w rejestrze wpływów."
                    ).write(&h)
                }
                Grid("Wyjęte pisma", ["Pismo", "Tytuł", "Sprawa", "Kto wziął", "Wyjęto", "Zwrot do", "Zwrot"]).write(&h, Array(zip(rows, keys))) { h, pair in
                    row(&h, pair.0, key: pair.1)
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }

    private func row(_ h: inout HTML, _ loan: PaperLoan, key: String) {
        h.el("th", .attr("scope", "row"), .cls("ref")) { h in
            h.el("a", .href(Place.letter(year: loan.letter.year, number: loan.letter.number).link), text: loan.letter.description)
        }
        h.el("td", .cls("wide"), text: loan.title)
        h.el("td", .cls("ref"), text: loan.caseSign)
        h.el("td", .cls("wide"), text: loan.borrower)
        h.el("td", text: "\(PolishTypography.short(loan.takenDay)), \(loan.takenBy)")
        h.el("td") { h in
            h.text(PolishTypography.short(loan.dueDay))
            if loan.isOverdue(on: today) {
                h.text(" ")
                h.el("span", .cls("tag err"), text: "po terminie")
            }
        }
        h.el("td") { h in
            h.el("form", .cls("one"), .attr("method", "post"), .attr("action", PaperStorePlace.giveBack(loan.id).link)) { h in
                hiddenFields(&h, token: frame.token, key: key)
                h.el("button", .cls("btn")) { h in
                    h.text("Wróciło")
                    h.el("span", .cls("vh"), text: " \(loan.letter)")
                }
            }
        }
    }
}

/// Writing down that paper leaves the store.
struct PaperTakingPage: Sendable {
    var frame: DeskFrame
    var number: RegisterNumber
    var title: String
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Wyjęcie ze składu: \(number)", error: !form.errors.isEmpty) { h in
            WorkTop("Wyjęcie ze składu: \(number)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["kto", "sprawa", "zwrot"])
                h.el("p", text: PolishTypography.glued("„\(title)”. Ten zapis zastępuje kartę zastępczą."))
                ActForm(
                    frame: frame, action: PaperStorePlace.take(number).link, key: key, button: "Zapisz wyjęcie",
                    back: Place.letter(year: number.year, number: number.number).link
                ).write(&h) { h in
                    form.area(&h, "kto", "Kto bierze", hint: "Komórka i osoba albo instytucja z adresem", rows: 2)
                    form.field(&h, "sprawa", "Znak sprawy", hint: "Do której sprawy papier jest potrzebny", optional: true, width: "ref w20")
                    form.field(&h, "zwrot", "Zwrot do dnia", hint: "Na przykład 12.03.2026 albo +14", width: "num w10")
                }
            }
        }
    }
}

/// Where in the store the paper lies (R1.3).
struct PaperShelfPage: Sendable {
    var frame: DeskFrame
    var number: RegisterNumber
    var title: String
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Miejsce w składzie: \(number)", error: !form.errors.isEmpty) { h in
            WorkTop("Miejsce w składzie: \(number)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["miejsce"])
                h.el("p", text: PolishTypography.glued("„\(title)”"))
                ActForm(
                    frame: frame, action: PaperStorePlace.shelf(number).link, key: key, button: "Zapisz miejsce",
                    back: Place.letter(year: number.year, number: number.number).link
                ).write(&h) { h in
                    form.field(&h, "miejsce", "Pudło, teczka albo półka", hint: "Na przykład pudło 12, półka B3", optional: true, width: "w20")
                }
            }
        }
    }
}
