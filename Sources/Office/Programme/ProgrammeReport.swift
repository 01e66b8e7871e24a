public import Kernel
internal import Law
internal import Markup
internal import Programme
public import Typesetting

/// The report of a quarter for print and archive (sprawozdanie za okres): PDF/A with words, charts and tables.
public enum ProgrammeReport {
    public static func sheet(_ board: ProgrammeBoard, printedOn: Day) -> Sheet {
        let title = "Sprawozdanie z programu e-Urząd za \(board.quarter.polishName)"
        var body: [Sheet.Block] = [.heading(level: 1, title, Sheet.Style(size: 150, bold: true))]
        body.append(.lines([summary(board)], .plain))
        body.append(.heading(level: 2, "Wskaźniki partnerstwa", Sheet.Style(size: 120, bold: true)))
        body.append(.table(totals(board)))
        for indicator in Indicator.allCases where board.offices.contains(where: { board.readings.reading($0.id, indicator).tenths != nil }) {
            body.append(
                .together([
                    .heading(level: 2, indicator.polishName, Sheet.Style(size: 120, bold: true)),
                    .lines([indicator.definition, "Wzór: \(indicator.formula)."], .small),
                    .picture(Sheet.Picture(kind: .svg, bytes: chart(board, indicator), description: words(board, indicator)), width: 160),
                    .table(table(board, indicator)),
                ]))
        }
        let corrected = corrections(board)
        if !corrected.isEmpty {
            body.append(.heading(level: 2, "Korekty po zamknięciu kwartału", Sheet.Style(size: 120, bold: true)))
            body.append(.lines(corrected, .plain))
        }
        return Sheet(
            title: title, author: "Partnerstwo e-Urząd", paper: .a4(),
            header: Sheet.RunningLine(left: "Program e-Urząd", right: "Wydrukowano \(PolishTypography.short(printedOn))"),
            footer: Sheet.RunningLine(left: title, numbersPages: true), body: body)
    }

    /// What the numbers say, in sentences made of them alone.
    public static func summary(_ board: ProgrammeBoard) -> String {
        var parts: [String] = []
        let r = board.readings.reading(nil, .electronicLetters)
        if r.tenths != nil {
            var text = "\(ProgrammeWords.value(r, .percent)) pism (\(ProgrammeWords.counts(r, .percent))) przyszło albo wyszło elektronicznie"
            if let growth = board.growth(nil, .electronicLetters), let base = board.targets[.electronicLetters]?.baseline {
                text += ", zmiana od \(base.shortName): \(ProgrammeWords.growth(growth, .percent))"
            }
            parts.append(text + ".")
        }
        let missing = board.readings.missing(.electronicLetters)
        if !missing.isEmpty {
            let names = board.offices.filter { missing.contains($0.id) }.map(\.name).joined(separator: ", ")
            parts.append("Nie ma danych: \(names).")
        }
        parts.append(board.readings.isClosed ? "Kwartał jest zamknięty." : "Kwartał trwa albo nie jest zamknięty, liczby jeszcze się zmienią.")
        return parts.joined(separator: " ")
    }

    private static func totals(_ board: ProgrammeBoard) -> Sheet.Table {
        Sheet.Table(
            columns: [
                .init("Wskaźnik", share: 34), .init("Wartość", share: 14, alignment: .right), .init("Liczby", share: 20, alignment: .right),
                .init("Zmiana", share: 16, alignment: .right), .init("Cel", share: 12, alignment: .right),
            ],
            rows: Indicator.allCases.map { i in
                let r = board.readings.reading(nil, i)
                return [
                    i.polishName, ProgrammeWords.value(r, i.unit), ProgrammeWords.counts(r, i.unit),
                    board.growth(nil, i).map { ProgrammeWords.growth($0, i.unit).replacing("▲", with: "+").replacing("▼", with: "−") } ?? "–",
                    board.targets[i]?.tenths.map { ProgrammeWords.number($0, i.unit) + (i.unit == .percent ? "%" : "") } ?? "–",
                ]
            })
    }

    private static func table(_ board: ProgrammeBoard, _ i: Indicator) -> Sheet.Table {
        let total = board.readings.reading(nil, i)
        return Sheet.Table(
            columns: [.init("Gmina", share: 40), .init("Wartość", share: 20, alignment: .right), .init("Liczby", share: 30, alignment: .right)],
            rows: board.offices.map { o in
                let r = board.readings.reading(o.id, i)
                return [o.name, ProgrammeWords.value(r, i.unit), ProgrammeWords.counts(r, i.unit)]
            }, totals: ["Razem", ProgrammeWords.value(total, i.unit), ProgrammeWords.counts(total, i.unit)])
    }

    private static func words(_ board: ProgrammeBoard, _ i: Indicator) -> String {
        "Wykres słupkowy: \(i.polishName). "
            + board.offices.map { "\($0.name): \(ProgrammeWords.value(board.readings.reading($0.id, i), i.unit))" }.joined(separator: "; ")
    }

    /// Bars in the order of the table under it; a missing value is an outline.
    static func chart(_ board: ProgrammeBoard, _ i: Indicator) -> [UInt8] {
        let values = board.offices.map { board.readings.reading($0.id, i).tenths }
        let most = i.unit == .percent ? 1000 : max(1, values.compactMap(\.self).max() ?? 1, board.targets[i]?.tenths ?? 0)
        let height = values.count * 22 + 4
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 \(height)\" width=\"640\" height=\"\(height)\">"
        svg += "<rect x=\"0\" y=\"0\" width=\"640\" height=\"\(height)\" fill=\"#ffffff\"/>"
        for (n, value) in values.enumerated() {
            let y = n * 22 + 4
            if let value {
                svg += "<rect x=\"1\" y=\"\(y)\" width=\"636\" height=\"14\" fill=\"#e9eceb\"/>"
                svg += "<rect x=\"1\" y=\"\(y)\" width=\"\(max(1, value * 636 / most))\" height=\"14\" fill=\"#17466e\"/>"
            } else {
                svg += "<rect x=\"1\" y=\"\(y)\" width=\"636\" height=\"14\" fill=\"#ffffff\" stroke=\"#6f7b85\" stroke-width=\"1\"/>"
            }
        }
        if let target = board.targets[i]?.tenths {
            svg += "<rect x=\"\(min(636, target * 636 / most))\" y=\"0\" width=\"2\" height=\"\(height)\" fill=\"#17212b\"/>"
        }
        return Array((svg + "</svg>").utf8)
    }

    private static func corrections(_ board: ProgrammeBoard) -> [String] {
        var out: [String] = []
        for office in board.offices.map(Optional.some) + [nil] {
            for i in Indicator.allCases {
                let cell = board.readings.cell(office?.id, i)
                guard let before = cell.earlier.last, case .kept(let s) = cell.origin else { continue }
                out.append(
                    "\(office?.name ?? "Razem"), \(i.polishName): było \(ProgrammeWords.value(before.reading, i.unit)), jest \(ProgrammeWords.value(s.reading, i.unit)). Powód: \(s.reason)"
                )
            }
        }
        return out
    }
}
