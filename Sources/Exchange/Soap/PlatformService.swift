/// The services of the platform: where they lie and what their messages are called (epuap.md § 1.2, § 4).
public enum PlatformService: String, Sendable, CaseIterable {
    case skrytka, pull, doreczyciel, obslugaUpp
    case fileRepo = "filerepo"
    case zarzadzanieDokumentami = "ZarzadzanieDokumentami"

    public var path: String {
        switch self {
        case .skrytka, .pull, .doreczyciel, .obslugaUpp: "/pk_external_ws/services/\(rawValue)"
        case .fileRepo: "/repo-ws-ext/FileRepoService"
        case .zarzadzanieDokumentami: "/fe_external_ws/services/ZarzadzanieDokumentami"
        }
    }

    /// Name of the WSDL file, and of the schemas beside it.
    public var wsdl: String { "\(rawValue).wsdl" }
    public var schemas: [String] {
        switch self {
        case .skrytka: ["obiektypk.xsd", "obiektyExt.xsd"]
        case .pull, .doreczyciel, .obslugaUpp: ["obiektypk.xsd"]
        case .fileRepo: ["filerepocore.xsd"]
        case .zarzadzanieDokumentami: []
        }
    }

    /// The second address style of the WSDL (epuap.md § 1.2).
    public var wsdlPath: String { self == .fileRepo ? "\(path)/WEB-INF/wsdl/\(wsdl)" : "\(path)/wsdl/\(wsdl)" }
}

/// Name spaces of the messages.
public enum SoapNames {
    public static let envelope = "http://schemas.xmlsoap.org/soap/envelope/"
    public static let ob = "http://wsdl.epuap.gov.pl/obiekty/"
    public static let ext = "http://wsdl.epuap.gov.pl/obiekty/ext/"
    public static let fr = "http://wsdl.epuap.gov.pl/filerepocore/"
    public static let zd = "http://ws.epuap.gov.pl/zarzadzanieDokumentami"
    public static let xop = "http://www.w3.org/2004/08/xop/include"
}
