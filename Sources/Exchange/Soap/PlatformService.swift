/// The services of the platform: where they lie and what their messages are called (epuap.md § 1.2, § 4).
public enum PlatformService: String, Sendable, CaseIterable {
    case skrytka, pull, doreczyciel, obslugaUpp
    case fileRepo = "filerepo"
    case zarzadzanieDokumentami = "ZarzadzanieDokumentami"
    case tpSigning, tpSigning5, tpUserInfo, tpUserObjectsInfo, idpIdentityInfo

    public var path: String {
        switch self {
        case .skrytka, .pull, .doreczyciel, .obslugaUpp: "/pk_external_ws/services/\(rawValue)"
        case .fileRepo: "/repo-ws-ext/FileRepoService"
        case .zarzadzanieDokumentami: "/fe_external_ws/services/ZarzadzanieDokumentami"
        case .tpSigning, .tpUserInfo: "/pz-services/\(rawValue)"
        case .tpSigning5: "/ep-services/tpSigning5"
        case .tpUserObjectsInfo: "/pz-services/tpUserObjectsInfoService"
        case .idpIdentityInfo: "/dt-services/idpIdentityInfoService"
        }
    }

    /// Whether it is one of the services of people and profiles (epuap.md § 4.8–4.11).
    public var isOfProfiles: Bool {
        switch self {
        case .tpSigning, .tpSigning5, .tpUserInfo, .tpUserObjectsInfo, .idpIdentityInfo: true
        case .skrytka, .pull, .doreczyciel, .obslugaUpp, .fileRepo, .zarzadzanieDokumentami: false
        }
    }

    /// Name of the WSDL file, and of the schemas beside it.
    public var wsdl: String { "\(rawValue).wsdl" }
    public var schemas: [String] {
        switch self {
        case .skrytka: ["obiektypk.xsd", "obiektyExt.xsd"]
        case .pull, .doreczyciel, .obslugaUpp: ["obiektypk.xsd"]
        case .fileRepo: ["filerepocore.xsd"]
        case .zarzadzanieDokumentami, .tpSigning, .tpSigning5, .tpUserInfo, .tpUserObjectsInfo, .idpIdentityInfo: []
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
    public static let sig = "http://signing.ws.comarch.gov"
    public static let ui = "http://userinfo.zp.epuap.gov.pl"
    public static let oi = "http://www.cpi.gov.pl/pz/TpUserObjectsInfoServiceSchema"
    public static let idp = "http://www.cpi.gov.pl/dt/IdpIdentityInfoServiceSchema"
    public static let xop = "http://www.w3.org/2004/08/xop/include"
}
