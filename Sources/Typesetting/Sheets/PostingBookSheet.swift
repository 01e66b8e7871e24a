public import Kernel
internal import Markup

/// The posting book of one hand-over to the post (książka nadawcza), two copies of which the post stamps.
///
/// Sums are carried from page to page, as on the printed form. Money in grosze, weight in grams.
public struct PostingBookSheet: Sendable, Hashable {
    public struct Item: Sendable, Hashable {
        public var addressee: String
        public var address: String
        /// Declared value; zero when none.
        public var value: Int64
        public var grams: Int
        /// R-number or EPO number of the sticker.
        public var number: String
        /// Kind and notes: „polecona ZPO”.
        public var notes: String
        public var fee: Int64

        public init(addressee: String, address: String, value: Int64 = 0, grams: Int, number: String, notes: String = "", fee: Int64) {
            self.addressee = addressee
            self.address = address
            self.value = value
            self.grams = grams
            self.number = number
            self.notes = notes
            self.fee = fee
        }
    }
    /// Name and address of the sender, a line each.
    public var sender: [String]
    /// Contract or card of the sender with the operator.
    public var contract: String?
    public var items: [Item]
    public var day: Day
    public var rowsPerPage: Int

    public init(sender: [String], contract: String? = nil, items: [Item], day: Day, rowsPerPage: Int = 14) {
        self.sender = sender
        self.contract = contract
        self.items = items
        self.day = day
        self.rowsPerPage = max(1, rowsPerPage)
    }

    private static let columns = [
        Sheet.Table.Column("Lp.", share: 7, alignment: .right), Sheet.Table.Column("Adresat (imię i nazwisko lub nazwa)", share: 50),
        Sheet.Table.Column("Dokładne miejsce doręczenia", share: 62), Sheet.Table.Column("Wartość", share: 18, alignment: .right),
        Sheet.Table.Column("Masa (g)", share: 14, alignment: .right), Sheet.Table.Column("Nr nadawczy", share: 45), Sheet.Table.Column("Uwagi", share: 28),
        Sheet.Table.Column("Opłata", share: 18, alignment: .right),
    ]

    public var sheet: Sheet {
        var body: [Sheet.Block] = []
        var carriedFee: Int64 = 0, carriedValue: Int64 = 0
        let pages = max(1, (items.count + rowsPerPage - 1) / rowsPerPage)
        for page in 0..<pages {
            if page > 0 { body.append(.pageBreak) }
            body.append(.heading(level: 1, "Książka nadawcza", Sheet.Style(size: 130, bold: true)))
            body.append(
                .columns([
                    Sheet.Column(share: 3, [.lines(["Nadawca: " + sender.joined(separator: ", ")], .plain)]),
                    Sheet.Column(
                        share: 2, [.lines([contract.map { "Umowa: \($0)" } ?? "", "Data nadania: \(PolishTypography.short(day))"], Sheet.Style(alignment: .right))]),
                ]))
            body.append(.space(2))
            var rows: [[String]] = []
            if page > 0 {
                rows.append(["", "z przeniesienia", "", Self.money(carriedValue), "", "", "", Self.money(carriedFee)])
            }
            let range = (page * rowsPerPage)..<min(items.count, (page + 1) * rowsPerPage)
            for i in range {
                let item = items[i]
                rows.append([
                    "\(i + 1)", item.addressee, item.address, item.value == 0 ? "" : Self.money(item.value), "\(item.grams)", item.number, item.notes,
                    Self.money(item.fee),
                ])
                carriedFee += item.fee
                carriedValue += item.value
            }
            let isLast = page == pages - 1
            body.append(
                .table(
                    Sheet.Table(
                        columns: Self.columns, rows: rows,
                        totals: ["", isLast ? "Razem" : "do przeniesienia", "", Self.money(carriedValue), "", "", "", Self.money(carriedFee)])))
            if isLast {
                body.append(.space(8))
                body.append(
                    .together([
                        .columns([
                            Sheet.Column([.lines(["Liczba przesyłek: \(items.count)"], .plain)]),
                            Sheet.Column([.lines(["………………………………………", "podpis nadawcy"], Sheet.Style(size: 90, alignment: .centre))]),
                            Sheet.Column([.lines(["………………………………………", "podpis i datownik placówki"], Sheet.Style(size: 90, alignment: .centre))]),
                        ])
                    ]))
            }
        }
        return Sheet(
            title: "Książka nadawcza \(PolishTypography.short(day))", author: sender.first ?? "", paper: .a4Wide(),
            footer: Sheet.RunningLine(left: sender.first ?? "", right: "", numbersPages: true), body: body)
    }

    /// `1 234,50`.
    static func money(_ grosze: Int64) -> String {
        let whole = PolishTypography.number(Int(grosze / 100))
        return "\(whole),\(PolishTypography.two(Int(abs(grosze % 100))))"
    }
}
