/// Copies objects of one document into another under new numbers, with all they refer to.
struct PDFImport {
    let source: PDFFile
    private var numbers: [PDFReference: PDFReference] = [:]
    private var waiting: [PDFReference] = []

    init(from source: PDFFile) { self.source = source }

    /// Says beforehand what a reference shall become.
    mutating func map(_ old: PDFReference, to new: PDFReference) { numbers[old] = new }

    /// The value with references to copies, each of which `take` gives a number.
    mutating func value(_ value: PDFValue, _ take: () -> PDFReference) throws(PDFError) -> PDFValue {
        try value.mapReferences { (old) throws(PDFError) in
            if let known = numbers[old] { return .reference(known) }
            let new = take()
            numbers[old] = new
            waiting.append(old)
            return .reference(new)
        }
    }

    /// Copies everything that copied values refer to.
    mutating func copyWaiting(take: () -> PDFReference, put: (PDFReference, PDFObject) -> Void) throws(PDFError) {
        while let old = waiting.popLast() {
            guard let new = numbers[old] else { continue }
            let object = try source.object(old)
            put(new, PDFObject(try value(object.value, take), stream: object.stream))
        }
    }
}
