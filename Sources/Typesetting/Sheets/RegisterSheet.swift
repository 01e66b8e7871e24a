public import Kernel
internal import Markup

/// A register, list or report on A4 (rejestr, spis, zestawienie), with the date of printing on every page.
///
/// Source: chancery instruction, outgoing register (print of all or chosen columns, print date on every page).
public struct RegisterSheet: Sendable, Hashable {
    public var office: String
    public var title: String
    /// What was chosen, for example „od 1.01.2026 do 31.03.2026, komórka: OR”.
    public var scope: String?
    public var table: Sheet.Table
    public var printedOn: Day
    public var isWide: Bool

    public init(office: String, title: String, scope: String? = nil, table: Sheet.Table, printedOn: Day, isWide: Bool = true) {
        self.office = office
        self.title = title
        self.scope = scope
        self.table = table
        self.printedOn = printedOn
        self.isWide = isWide
    }

    public var sheet: Sheet {
        var body: [Sheet.Block] = [.heading(level: 1, title, Sheet.Style(size: 130, bold: true))]
        if let scope { body.append(.lines([scope], .plain)) }
        body.append(.space(2))
        body.append(.table(table))
        return Sheet(
            title: title, author: office, paper: isWide ? .a4Wide() : .a4(Paper.Margins(top: 20, right: 15, bottom: 15, left: 20)),
            header: Sheet.RunningLine(left: office, right: "Wydrukowano \(PolishTypography.short(printedOn))"),
            footer: Sheet.RunningLine(left: title, numbersPages: true), body: body)
    }
}
