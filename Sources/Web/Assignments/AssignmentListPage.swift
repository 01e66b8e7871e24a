internal import Chancery
internal import Kernel
internal import Markup

/// Everything that waits to be assigned, for one order to many letters.
struct AssignmentListPage: Sendable {
    var frame: DeskFrame
    var rows: [WorkQueue.Row]
    var waiting: Int
    var chosen: Set<String>
    var form: FormPart
    var directory: HolderDirectory
    /// What became of each letter of the act before.
    var outcomes: [(number: String, words: String)]
    var nextLink: String?
    var banner: Banner?
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Dekretacja: lista", error: !form.errors.isEmpty) { h in
            WorkTop("Dekretacja", views: AssignmentViews.all(.list, waiting: waiting), viewsLabel: "Widoki dekretacji").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["pismo"] + AssignmentFields.order)
                if !outcomes.isEmpty {
                    h.el("div", .cls("note warn"), .attr("role", "alert")) { h in
                        h.el("h2", text: "Tych pism nie zadekretowano")
                        h.el("ul") { h in for o in outcomes { h.el("li", text: "\(o.number): \(o.words)") } }
                    }
                }
                if rows.isEmpty { return EmptyState("Wszystko zadekretowane", "Nowe pisma pojawią się tu same.").write(&h) }
                h.el("form", .attr("method", "post"), .attr("action", AssignmentPlace.list.link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.el("button", .cls("vh"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"), text: "Zadekretuj zaznaczone")
                    Grid("Pisma do dekretacji", ["Zaznacz", "RPW", "Wpływ", "Nadawca", "Temat", "Stan"], isWorkList: true).write(&h, rows) { h, row in
                        let w = row.work
                        let number = RegisterNumber(w.reference)
                        let value = "\(w.letter)~\(w.version)"
                        h.el("td") { h in
                            h.void(
                                "input", .type("checkbox"), .name("pismo"), .value(value), .label("Zaznacz \(w.reference)"), .attr("data-zaznacz", "tak"),
                                .flag("checked", chosen.contains(value)))
                        }
                        h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                            h.el("a", .href(number.map { AssignmentPlace.letter($0).link } ?? AssignmentPlace.queue.link), text: w.reference)
                        }
                        h.el("td", text: PolishTypography.short(w.arrivalDay))
                        h.el("td", .cls("wide"), text: w.counterpart)
                        h.el("td", .cls("wide"), text: w.title)
                        h.el("td") { h in AssignmentViews.tag(&h, w) }
                    }
                    Pager(next: nextLink, nextText: "Następne pisma").write(&h)
                    h.el("h2", text: "Jedna dekretacja dla zaznaczonych")
                    h.el("div", .cls("narrow")) { h in
                        AssignmentFields(form: form, directory: directory).write(&h)
                        h.el("p", .cls("actions")) { h in
                            h.el("button", .cls("btn first")) { h in
                                h.text("Zadekretuj zaznaczone ")
                                h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the person assigned lately, with the way to take it back.
struct GivenPage: Sendable {
    struct Line: Sendable {
        var assignment: Assignment
        var work: LetterWork
        var mayUndo: Bool
        /// For the form that undoes it.
        var key: String
    }

    var frame: DeskFrame
    var lines: [Line]
    var waiting: Int
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Zadekretowane przeze mnie") { h in
            WorkTop("Dekretacja", views: AssignmentViews.all(.given, waiting: waiting), viewsLabel: "Widoki dekretacji").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if lines.isEmpty { return EmptyState("Nic jeszcze nie zadekretowano", "Dekretacje z ostatnich dni pojawią się tutaj.").write(&h) }
                Grid("Dekretacje, od najnowszej", ["Kiedy", "RPW", "Temat", "Komu", "Dyspozycja", "Stan", "Cofnij"]).write(&h, lines) { h, line in
                    let a = line.assignment
                    h.el("td", text: Moment.text(a.givenAt, today: today))
                    h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                        if let n = RegisterNumber(line.work.reference) {
                            h.el("a", .href(Place.letter(year: n.year, number: n.number).link), text: line.work.reference)
                        } else {
                            h.text(line.work.reference)
                        }
                    }
                    h.el("td", .cls("wide"), text: line.work.title)
                    h.el("td", .cls("wide"), text: a.deliveries.map { "\($0.recipient.label) (\($0.recipient.manner.polishName))" }.joined(separator: "; "))
                    h.el("td", .cls("wide"), text: a.disposition)
                    h.el("td", text: AssignmentWords.state(a))
                    h.el("td") { h in
                        if line.mayUndo {
                            h.el("form", .attr("method", "post"), .attr("action", AssignmentPlace.undo(a.id).link)) { h in
                                hiddenFields(&h, token: frame.token, key: line.key)
                                h.el("button", .cls("linkbtn")) { h in
                                    h.text("Cofnij")
                                    h.el("span", .cls("vh"), text: " dekretację \(line.work.reference)")
                                }
                            }
                        } else if a.state == .valid {
                            h.el("a", .href(AssignmentPlace.withdraw(a.id).link)) { h in
                                h.text("Wycofaj")
                                h.el("span", .cls("vh"), text: " dekretację \(line.work.reference)")
                            }
                        }
                    }
                }
            }
        }
    }
}

enum AssignmentWords {
    static func state(_ a: Assignment) -> String {
        switch a.state {
        case .valid: a.deliveries.contains { $0.openedAt != nil } ? "odczytana" : "przekazana"
        case .undone: "cofnięta"
        case .withdrawn: "wycofana"
        case .corrected: "poprawiona"
        case .returned: "zwrócona"
        }
    }
}
