internal import Kernel

/// A template that comes with the program.
struct BuiltInTemplate: Sendable {
    /// Never changed after release; other rooms ask for templates by it.
    var key: String
    var name: String
    var kind: LetterTemplateKind
    var title: String
    var body: String

    init(_ key: String, _ name: String, _ kind: LetterTemplateKind, title: String, _ body: String) {
        self.key = key
        self.name = name
        self.kind = kind
        self.title = title
        self.body = body
    }

    func content(validFrom: Day) -> LetterTemplateContent {
        LetterTemplateContent(name: name, kind: kind, title: title, body: body, isDemonstration: true, validFrom: validFrom)
    }
}

/// Keys of the templates that the program itself asks for.
public enum BuiltInTemplateKey {
    public static let commencement = "kpa-61-4"
    public static let completion = "kpa-64-2"
    public static let forwarding = "kpa-65"
    public static let delay = "kpa-36"
    public static let accessToFile = "kpa-10-1"
    public static let suspension = "kpa-97"
    public static let suspensionOnRequest = "kpa-98"
    public static let resumption = "kpa-97-2"
    public static let discontinuation = "kpa-105"
    public static let negativeAssessment = "kpa-79a"
    public static let summons = "kpa-54"
    public static let complaintSettled = "kpa-237"
    public static let termRestored = "kpa-58"
    public static let publicInformationExtension = "udip-13-2"
    public static let certificate = "kpa-217"
    public static let certificateRefusal = "kpa-219"
    public static let finality = "ostatecznosc"
    public static let personalData = "rodo-13"
    public static let personalDataFromOthers = "rodo-14"
}
