internal import Chancery
internal import Kernel
internal import Law
internal import Markup

/// How a case stands to its term, in words and a tint; the colour never speaks alone.
struct TermWords: Sendable {
    var words: String
    var tint: String

    init(_ file: CaseFile, today: Day) {
        switch file.state {
        case .suspended: (words, tint) = ("termin stoi", "tag")
        case .settled: (words, tint) = ("załatwiona", "tag ok")
        case .new, .inProgress:
            if let due = file.due {
                let left = due.daysSince1970 - today.daysSince1970
                let tag =
                    switch CaseLight.of(due: due, today: today) {
                    case .green: "tag ok"
                    case .amber: "tag warn"
                    case .red: "tag err"
                    }
                (words, tint) = (TermWords.distance(left), tag)
            } else {
                (words, tint) = file.term == nil ? ("bez terminu", "tag") : ("termin stoi", "tag")
            }
        default: (words, tint) = (file.state.polishName, "tag")
        }
    }

    static func distance(_ left: Int) -> String {
        switch left {
        case ..<0: "po terminie \(-left) \(PolishTypography.form(-left, "dzień", "dni", "dni"))"
        case 0: "dziś"
        case 1: "jutro"
        default: "za \(left) dni"
        }
    }

    /// `3 dni robocze`, for the page of a case.
    static func workingDays(_ due: Day, today: Day, _ calendar: OfficialCalendar) -> String {
        let n = abs(calendar.workingDays(after: today, through: due))
        return "\(n) \(PolishTypography.form(n, "dzień roboczy", "dni robocze", "dni roboczych"))"
    }

    func write(_ h: inout HTML) { h.el("span", .cls(tint), text: words) }
}

/// The state of a case in a word and a tint.
enum CaseStateTag {
    static func write(_ h: inout HTML, _ state: CaseState) {
        let tint =
            switch state {
            case .new: "tag info"
            case .settled, .closed: "tag ok"
            case .suspended: "tag warn"
            case .mistaken: "tag err"
            default: "tag"
            }
        h.el("span", .cls(tint), text: state.polishName)
    }
}

extension CaseTerm {
    /// `1 miesiąc`, `30 dni`.
    var words: String {
        switch unit {
        case .day: "\(count) \(PolishTypography.form(count, "dzień", "dni", "dni"))"
        case .week: "\(count) \(PolishTypography.form(count, "tydzień", "tygodnie", "tygodni"))"
        case .month: "\(count) \(PolishTypography.form(count, "miesiąc", "miesiące", "miesięcy"))"
        case .year: "\(count) \(PolishTypography.form(count, "rok", "lata", "lat"))"
        }
    }
}

/// The first cells of a case in a list: its sign, its term, its title.
enum CaseCells {
    static func write(_ h: inout HTML, _ file: CaseFile, today: Day) {
        h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(CasePlace.file(file.sign).link), text: file.sign.description) }
        h.el("td", .cls("term")) { h in
            TermWords(file, today: today).write(&h)
            if let due = file.due, file.state.isRunning {
                h.text(" ")
                h.el("time", .cls("muted"), .attr("datetime", due.description), text: PolishTypography.short(due))
            }
        }
        h.el("td", .cls("wide"), text: PolishTypography.glued(file.title))
    }
}
