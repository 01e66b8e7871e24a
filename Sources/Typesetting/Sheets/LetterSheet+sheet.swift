internal import Kernel
internal import Markup

extension LetterSheet {
    /// The letter laid out on A4.
    public var sheet: Sheet {
        var body: [Sheet.Block] = []
        body += head
        // The flow goes on under the window; the fold is at 99 mm.
        body.append(.space(Millimetres(tenths: 10)))
        if let title { body.append(.heading(level: 1, title, Sheet.Style(size: 120, bold: true, alignment: .centre))) }
        body.append(.text(self.body, .letter))
        if let signature { body.append(.together(signature.blocks)) }
        body += lists
        if let printedCopy { body += printedCopy.blocks }
        let named = title ?? "Pismo"
        return Sheet(
            title: caseSign.isEmpty ? named : "\(named), \(caseSign)", author: letterhead.name, paper: .a4(),
            footer: Sheet.RunningLine(left: footer ?? caseSign, numbersPages: true), body: body)
    }

    /// The first page's part above the title: as high as the window needs.
    private var head: [Sheet.Block] {
        var name: [Sheet.Block] = [.lines([letterhead.name], Sheet.Style(size: 125, bold: true))]
        name.append(.lines(letterhead.address + letterhead.contact, .small))
        let columns: [Sheet.Column]
        if let crest = letterhead.crest {
            columns = [Sheet.Column(share: 18, [.picture(crest, width: 15)]), Sheet.Column(share: 147, name)]
        } else {
            columns = [Sheet.Column(name)]
        }
        let paper = Paper.a4()
        let inner = paper.width - paper.margins.left - paper.margins.right
        let dated = date.map { "\(place), \(PolishTypography.long($0)) r." } ?? "\(place), ………………………"
        var signs: [Sheet.Block] = []
        if !caseSign.isEmpty { signs.append(.lines(["Znak sprawy: \(caseSign)"], .bold)) }
        if let yourSign { signs.append(.lines(["Państwa znak: \(yourSign)"], .plain)) }
        var address: [Sheet.Block] = []
        if let delivery = addressee.delivery { address.append(.lines([delivery], Sheet.Style(size: 80, italic: true))) }
        address.append(.lines(addressee.lines, Sheet.Style(size: 110)))
        let isWindowRight = window.left > 100
        return [
            .placed(left: paper.margins.left, top: 14, width: inner, height: 26, [.columns(columns)]),
            .placed(
                left: paper.margins.left, top: 41, width: inner, height: 6,
                [.lines([dated], Sheet.Style(alignment: .right))]),
            .placed(left: isWindowRight ? paper.margins.left : 112, top: window.top, width: 78, height: window.height, signs),
            .placed(left: window.left, top: window.top, width: window.width, height: window.height, address),
            // From the upper margin to below the window.
            .space(window.top + window.height + 4 - paper.margins.top),
        ]
    }

    private var lists: [Sheet.Block] {
        var out: [Sheet.Block] = []
        func list(_ title: String, _ items: [String], numbered: Bool = true) {
            guard !items.isEmpty else { return }
            let lines = numbered && items.count > 1 ? items.enumerated().map { "\($0 + 1).\u{A0}\($1)" } : items
            out.append(.together([.space(3), .lines([title], Sheet.Style(size: 95, bold: true)), .lines(lines, Sheet.Style(size: 95))]))
        }
        if !attachments.isEmpty || !recipients.isEmpty || !copies.isEmpty || !officerInCharge.isEmpty { out.append(.space(4)) }
        list("Załączniki:", attachments)
        list("Otrzymują:", recipients)
        list("Do wiadomości:", copies)
        list("Sprawę prowadzi:", officerInCharge, numbered: false)
        return out
    }
}

extension LetterSheet.Signature {
    fileprivate var blocks: [Sheet.Block] {
        var block: [Sheet.Block] = []
        if let onBehalf { block.append(.lines([onBehalf], Sheet.Style(alignment: .centre))) }
        switch manner {
        case .byHand: block.append(.space(16))
        case .electronic: block.append(.lines(["/dokument podpisany elektronicznie/"], Sheet.Style(size: 90, italic: true, alignment: .centre)))
        }
        block.append(.lines([name], Sheet.Style(bold: true, alignment: .centre)))
        block.append(.lines([post], Sheet.Style(size: 95, alignment: .centre)))
        return [.space(8), .columns([Sheet.Column(share: 9, []), Sheet.Column(share: 8, block)])]
    }
}

extension LetterSheet.PrintedCopy {
    fileprivate var blocks: [Sheet.Block] {
        var facts: [Sheet.Block] = [
            .lines(["Wydruk pisma wydanego w postaci elektronicznej"], Sheet.Style(size: 95, bold: true)),
            .lines(
                [
                    "Pismo podpisano elektronicznie (\(kind)).", "Podpisał(a): \(signatory)", "Data podpisu: \(signedAtText)",
                    "Identyfikator pisma: \(identifier)", "Skrót SHA-256 podpisanego pliku:", Self.grouped(sha256.description),
                ], Sheet.Style(size: 85)),
        ]
        guard let verificationAddress else { return [.space(6), .boxed(facts)] }
        facts.append(.lines(["Zgodność wydruku można sprawdzić: \(verificationAddress)"], Sheet.Style(size: 85)))
        return [
            .space(6),
            .boxed([
                .columns([
                    Sheet.Column(share: 13, facts),
                    Sheet.Column(share: 3, [.code(verificationAddress, size: 26, description: "Kod QR z adresem do sprawdzenia pisma: \(verificationAddress)")]),
                ])
            ]),
        ]
    }

    /// Sixteen groups of four, so that people can compare them and lines can break.
    static func grouped(_ hex: String) -> String {
        var out = ""
        for (i, c) in hex.enumerated() {
            if i > 0, i % 4 == 0 { out.append(" ") }
            out.append(c)
        }
        return out
    }
}
