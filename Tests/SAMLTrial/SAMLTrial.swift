import AsyncHTTPClient
import Cryptography
import Exchange
import Foundation
import Hummingbird
import Identity
import Kernel
import Law
import Logging
import NIOCore
import NIOHTTP1
import Office
import SAML
import Signatures
import Store
import StoreSQLite
import Synchronization
import Web

/// The real router with one invented citizen who proves their identity by a click, for independent parties of SAML to log in with.
///
/// `saml-trial DIRECTORY PORT`: reads services from `DIRECTORY/services/*.xml` (a name with „dawny” for the older shape) and the node from
/// `DIRECTORY/node.xml`, keeps its data in `DIRECTORY/data` and serves on loopback until it is ended.
@main
struct SAMLTrial {
    static func main() async throws {
        guard CommandLine.arguments.count == 3, let port = Int(CommandLine.arguments[2]) else { exit(2) }
        let directory = CommandLine.arguments[1]
        let address = "http://127.0.0.1:\(port)"
        let layout = HouseLayout(root: directory + "/data")
        try FileManager.default.createDirectory(atPath: directory + "/data", withIntermediateDirectories: true)
        let time = TimeSource.system
        let house = try await House.open(provider: SQLiteProvider(directory: layout.databases), layout: layout, trust: TrustStore(), time: time)
        let seal = try OfficeFounding.platformSeal(layout: layout, at: time.now)
        let platform = Platform(database: house.platform, blobs: house.platformBlobs, seal: seal, trust: TrustStore(), time: time, settings: PlatformSettings())
        let logins = ServiceLogins(
            platform: house.platform,
            provider: IdentityProvider(
                entityID: address + "/login", address: address, ecdsa: try identity("Węzeł próbny", .generateP256(), time.now),
                rsa: try identity("Dawne logowanie", .generateRSA(), time.now)))
        let account = try await citizen(house.platform, at: time.now)
        try await registerServices(directory, house.platform, at: time.now)
        let transport = TrialTransport()
        var federation = Federation(provider: .init(logins: logins, door: TrialDoor(account: account, time: time)), transport: transport)
        if let bytes = FileManager.default.contents(atPath: directory + "/node.xml") {
            let own = try identity("Usługa próbna", .generateRSA(), time.now)
            let service = try NodeService(
                entityID: address + "/usluga", providerName: "Prusice", signing: own, decryption: [own], consumer: address + "/logowanie/wezel/powrot",
                node: EntityDescriptor(parsing: [UInt8](bytes), role: .identityProvider),
                requiresEncryption: !FileManager.default.fileExists(atPath: directory + "/node-in-the-clear"))
            federation.node = .init(logins: NodeLogins(platform: house.platform, service: service), arrivals: TrialArrivals())
        }
        let web = WebConfiguration(publicAddress: address, secureCookies: false, federation: federation)
        var logger = Logger(label: "saml-trial")
        logger.logLevel = .debug
        let app = Application(
            router: buildRouter(house: house, platform: platform, seal: seal, configuration: web),
            configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await app.runService()
        try await house.close()
    }

    private static func identity(_ name: String, _ key: PrivateKey, _ now: Instant) throws -> SigningIdentity {
        SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", name)], key: key, notBefore: now.adding(seconds: -86_400), days: 30, isAuthority: false))
    }

    private static let performer = Performer(id: "system:próba", name: "próba")

    private static func citizen(_ db: any Database, at now: Instant) async throws -> CitizenAccount {
        let people = People(keys: .generate())
        let accounts = CitizenAccounts(passwords: PasswordHasher(cost: PasswordCost(logN: 4)))
        let password = try await accounts.hash("zielony rower nad stawem", avoiding: [])
        guard let pesel = TrialDoor.pesel else { throw Problem(.invalidInput, "PESEL") }
        return try await db.write { c in
            let person = try people.add(
                c, NewPerson(name: PersonName(given: "Jan", surname: "Zażółć-Gęślą"), pesel: pesel), by: performer, at: now)
            return try accounts.open(c, person.id, userID: "jan.probny", password: password, by: performer, at: now)
        }
    }

    private static func registerServices(_ directory: String, _ db: any Database, at now: Instant) async throws {
        let folder = directory + "/services"
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where file.hasSuffix(".xml") {
            guard let metadata = FileManager.default.contents(atPath: "\(folder)/\(file)") else { continue }
            let isOlder = file.contains("dawny")
            let new = NewServiceProvider(
                name: file, shape: isOlder ? .older : .node, level: isOlder ? .low : .substantial,
                attributes: isOlder ? [] : Set(PersonAttribute.allCases), metadata: [UInt8](metadata))
            _ = try await db.write { try ServiceProviders.register($0, new, by: performer, at: now) }
        }
    }
}

/// The citizen is signed in where the browser carries the cookie; asking sets it, as a login page would.
struct TrialDoor: CitizenDoor {
    static let pesel = PESEL("44051401359")
    let account: CitizenAccount
    let time: TimeSource

    func citizen(_ request: Request, _ context: AppContext) async throws -> ProvenCitizen? {
        guard let cookie = request.cookies["proba"]?.value, let proved = Int64(cookie) else { return nil }
        guard let pesel = Self.pesel, let birthday = pesel.birthday else { return nil }
        return ProvenCitizen(
            account: account.id, person: account.person, userID: account.userID, session: 1, level: .substantial, provedAt: Instant(milliseconds: proved),
            name: try PersonName(given: "Jan", surname: "Zażółć-Gęślą"), birthday: birthday, pesel: pesel)
    }

    func ask(_ wish: ServiceLogins.SignInWish, goOn: LocalPath, giveUp: LocalPath, _ request: Request, _ context: AppContext) async throws -> Response {
        var response = Response.seeOther(goOn.description)
        response.setCookie(Cookie(name: "proba", value: String(time.now.milliseconds), path: "/", httpOnly: true, sameSite: .lax))
        return response
    }
}

/// Prints who came.
struct TrialArrivals: NodeArrivals {
    func arrived(_ person: NodePerson, returnTo: LocalPath?, _ request: Request, _ context: AppContext) async throws -> Response {
        let words = [
            "przybył", person.givenNames, person.surname, person.birthday.description, person.pesel.description, person.level.polishName,
            returnTo?.description ?? "-",
        ]
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: words.joined(separator: "|"))))
    }
}

struct TrialTransport: SoapTransport {
    func post(_ url: String, contentType: String, action: String, body: [UInt8]) async throws -> SoapExchangeAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: contentType)
        request.headers.add(name: "soapaction", value: "\"\(action)\"")
        request.body = .bytes(body)
        return try await perform(request)
    }

    func get(_ url: String, limit: Int) async throws -> SoapExchangeAnswer { try await perform(HTTPClientRequest(url: url)) }

    private func perform(_ request: HTTPClientRequest) async throws -> SoapExchangeAnswer {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 20)
        return SoapExchangeAnswer(
            status: Int(response.status.code), contentType: response.headers.first(name: "content-type") ?? "", body: Array(body.readableBytesView))
    }
}
