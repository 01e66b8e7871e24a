public import Kernel
internal import XML

/// A refusal as it goes over the wire (epuap.md § 5).
public struct SoapFault: Error, Sendable, Hashable {
    public enum Detail: Sendable, Hashable { case wyjatek, repository, none }
    /// `Client` when the message is at fault, `Server` otherwise.
    public var faultCode: String
    public var kod: Int
    public var komunikat: String
    public var detail: Detail

    public init(faultCode: String, kod: Int, komunikat: String, detail: Detail) {
        self.faultCode = faultCode
        self.kod = kod
        self.komunikat = komunikat
        self.detail = detail
    }

    /// The refusal for a problem; numbers other than 0 and 1 are ours, as the official list is not public (`docs/law.md`).
    public init(_ problem: Problem, service: PlatformService) {
        let detail: Detail = service == .fileRepo ? .repository : service == .zarzadzanieDokumentami || service.isOfProfiles ? .none : .wyjatek
        let (code, kod): (String, Int) =
            switch problem.code {
            case .nothingWaiting: ("Client", 0)
            case .unknownBox: ("Client", 2)
            case .podmiotNotAllowed, .systemRightMissing, .forbidden: ("Client", 3)
            case .unknownSystem, .unauthenticated: ("Client", 4)
            case .malformedDocument: ("Client", 5)
            case .templateNotAccepted: ("Client", 6)
            case .unsignedDocument: ("Client", 7)
            case .tooLarge: ("Client", 8)
            case .digestMismatch: ("Client", 9)
            case .unknownDocument, .notFound: ("Client", 10)
            case .receiptMismatch: ("Client", 11)
            case .invalidInput: ("Client", 12)
            case .conflict: ("Client", 13)
            case .unavailable: ("Server", 20)
            default: ("Server", 99)
            }
        self.init(
            faultCode: code, kod: kod, komunikat: problem.code == .internalFault ? "Błąd platformy. Spróbuj ponownie później." : problem.message, detail: detail
        )
    }

    /// What stands inside `soapenv:Body`.
    public var body: String {
        var w = XMLWriter(declaration: false)
        w.element("soapenv:Fault", ["xmlns:soapenv": SoapNames.envelope]) { w in
            w.element("faultcode", text: "soapenv:\(faultCode)")
            w.element("faultstring", text: komunikat)
            guard detail != .none else { return }
            w.element("detail") { w in
                let (name, namespace) = detail == .wyjatek ? ("p:Wyjatek", SoapNames.ob) : ("p:WyjatekTyp", SoapNames.fr)
                w.element(name, ["xmlns:p": namespace]) { w in
                    w.element("kod", text: String(kod))
                    w.element("komunikat", text: komunikat)
                }
            }
        }
        return String(decoding: w.bytes, as: UTF8.self)
    }

    /// Reads a fault from an answer's body element; `nil` when it is none.
    static func read(_ body: XMLNode) -> SoapFault? {
        guard let fault = body.children.first, fault.name == "Fault" else { return nil }
        let detail = fault.child("detail")?.children.first
        return SoapFault(
            faultCode: fault.childText("faultcode")?.split(separator: ":").last.map(String.init) ?? "Server",
            kod: detail?.childText("kod").flatMap { Int($0) } ?? 99, komunikat: detail?.childText("komunikat") ?? fault.childText("faultstring") ?? "",
            detail: detail == nil ? .none : detail?.namespace == SoapNames.fr ? .repository : .wyjatek)
    }
}
