internal import Chancery
internal import Kernel
internal import Programme

/// The figures as data for others: CSV for a spreadsheet, JSON for programs. The same numbers as on the page.
public enum ProgrammeExport {
    struct Line {
        var quarter: Quarter
        var office: OfficeRecord?
        var indicator: Indicator
        var cell: ProgrammeReadings.Cell
        /// Of the versions that no longer count.
        var version: Snapshot?

        var reading: IndicatorReading { version?.reading ?? cell.reading }
        var origin: ProgrammeReadings.Origin { version.map { .kept($0) } ?? cell.origin }
        var counts: Bool { version == nil }
    }

    static func lines(_ board: ProgrammeBoard) -> [Line] {
        var out: [Line] = []
        for office in board.offices.map(Optional.some) + [nil] {
            for indicator in Indicator.allCases {
                let cell = board.readings.cell(office?.id, indicator)
                for s in cell.earlier { out.append(Line(quarter: board.quarter, office: office, indicator: indicator, cell: cell, version: s)) }
                out.append(Line(quarter: board.quarter, office: office, indicator: indicator, cell: cell))
            }
        }
        return out
    }

    public static func csv(_ board: ProgrammeBoard) -> [UInt8] {
        var out: [UInt8] =
            [0xEF, 0xBB, 0xBF]
            + RegisterExport.line([
                "okres", "urzad", "nazwa", "wskaznik", "wartosc", "jednostka", "licznik", "mianownik", "brak", "pochodzenie", "wersja", "obowiazuje", "cel",
                "okres_bazowy", "wartosc_bazowa",
            ])
        for l in lines(board) {
            let target = board.targets[l.indicator], base = board.baseline(l.office?.id, l.indicator)
            var version = ""
            if case .kept(let s) = l.origin { version = String(s.version) }
            out += RegisterExport.line([
                l.quarter.description, l.office?.id.description ?? "razem", l.office?.name ?? "Partnerstwo razem", l.indicator.rawValue,
                decimal(l.reading.tenths, ","), l.indicator.unit.rawValue, l.reading.numerator.map(String.init) ?? "",
                l.reading.denominator.map(String.init) ?? "", l.reading.absence?.rawValue ?? "", ProgrammeWords.origin(l.origin), version,
                l.counts ? "tak" : "nie", decimal(target?.tenths, ","), target?.baseline.description ?? "", decimal(base?.tenths, ","),
            ])
        }
        return out
    }

    public static func json(_ board: ProgrammeBoard) -> String {
        JSONText.object { j in
            j.member("okres", board.quarter.description)
            j.member("stan", board.readings.isClosed ? "zamkniety" : "w-toku")
            j.member("wskazniki", objects: Indicator.allCases) { j, i in
                j.member("id", i.rawValue)
                j.member("nazwa", i.polishName)
                j.member("definicja", i.definition)
                j.member("wzor", i.formula)
                j.member("zrodlo", i.source)
                j.member("jednostka", i.unit.rawValue)
                j.member("okresBazowy", board.targets[i]?.baseline.description)
                j.member("cel", board.targets[i]?.tenths.map { decimal($0, ".") })
            }
            j.member("wartosci", objects: lines(board)) { j, l in
                j.member("urzad", l.office?.id.description ?? "razem")
                j.member("wskaznik", l.indicator.rawValue)
                j.member("wartosc", l.reading.tenths.map { decimal($0, ".") })
                j.member("licznik", l.reading.numerator.map(Int.init))
                j.member("mianownik", l.reading.denominator.map(Int.init))
                j.member("brak", l.reading.absence?.rawValue)
                j.member("pochodzenie", ProgrammeWords.origin(l.origin))
                j.member("obowiazuje", l.counts ? "tak" : "nie")
            }
        }
    }

    private static func decimal(_ tenths: Int64?, _ point: String) -> String {
        guard let tenths else { return "" }
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10)\(point)\(abs(tenths) % 10)"
    }
}
