public import Cryptography
public import Exchange
internal import HTTPTypes
public import Hummingbird
public import Identity
internal import Kernel
internal import Law
internal import NIOCore
internal import Signatures
public import Office
internal import Store
public import Typesetting

/// Everything the web needs from outside.
public struct WebConfiguration: Sendable {
    public var publicAddress: String
    public var secureCookies: Bool
    public var sessionIdleMinutes: Int
    /// Whether `/file-download-servlet/DownloadServlet` gives files to browsers without a signature (epuap.md § 12.2 rule 8).
    public var opensRepository: Bool
    /// Cost of passwords; tests lower it.
    public var passwords: PasswordHasher
    /// Makes the PDF of letters; `nil` where the server has none, and then pages say what to install.
    public var typesetter: Typesetter?
    public var api: APISettings
    /// Makes the secrets by which messages to domain systems are signed; shown when an address is added.
    public var webhookSecrets: WebhookSecrets
    /// The office's directory of accounts (LDAP), with the name that people read; `nil` where there is none.
    public var directory: (door: DirectoryDoor, label: String)?
    /// The OpenID provider of officers; `nil` where there is none.
    public var openID: (settings: OpenIDSettings, transport: any OpenIDTransport)?
    /// Logins that cross to another house; `nil` where there are none.
    public var federation: Federation?
    /// People, profiles and the confirmation point.
    public var identity: IdentitySettings

    public init(
        publicAddress: String, secureCookies: Bool, sessionIdleMinutes: Int = 30, opensRepository: Bool = true, passwords: PasswordHasher = PasswordHasher(),
        typesetter: Typesetter? = nil, api: APISettings = APISettings(),
        webhookSecrets: WebhookSecrets = WebhookSecrets(key: randomBytes(32)), federation: Federation? = nil, identity: IdentitySettings = IdentitySettings()
    ) {
        self.identity = identity
        self.publicAddress = publicAddress
        self.secureCookies = secureCookies
        self.sessionIdleMinutes = sessionIdleMinutes
        self.opensRepository = opensRepository
        self.passwords = passwords
        self.api = api
        self.webhookSecrets = webhookSecrets
        self.typesetter = typesetter
        self.federation = federation
    }
}

/// The whole face of the server: the same function builds it for the executable and for tests.
public func buildRouter(house: House, platform: Platform, seal: SigningIdentity, configuration: WebConfiguration) -> Router<AppContext> {
    let resources = StaticResources(Bundled.pages)
    let links = ResourceLinks(stylesheet: resources.link("urzad.css"), scripts: [])
    let sessions = Sessions(platform: house.platform, rules: SessionRules(idleSeconds: Int64(configuration.sessionIdleMinutes) * 60))
    let identity = RegionalIdentity(house: house, seal: seal, settings: configuration.identity)
    let signing = SigningService(identity, trust: house.trust, place: configuration.publicAddress + CitizenPlace.signingPrefix)
    let soap = SoapEndpoint(platform: platform, identity: seal, time: house.time, signing: signing, information: ProfileInformation(identity))
    let ways = SignInWays(directory: configuration.directory?.label, openID: configuration.openID?.settings.label)
    let signInPage: @Sendable (SignInForm) -> Response = { form in
        Desk.html(SignInPage(form: form, ways: ways, links: links).render())
    }
    let citizenSignInPage: @Sendable (SignInForm) -> Response = { form in
        let frame = CitizenFrame(person: nil, token: form.token, current: nil, links: links)
        return Desk.html(CitizenSignInPage(frame: frame, form: form, key: OneTimeKey().description).render())
    }
    let sendAgain: @Sendable (KeptForm, String) -> Response = { kept, token in
        Desk.html(SendAgainPage(kept: kept, token: token, links: links).render())
    }
    let unsaved: KeptFormPages.Unsaved = { kept, token, problem, id in
        Desk.html(SendAgainPage(kept: kept, token: token, problem: problem, requestID: id.description, links: links).render())
    }
    let front = Front(
        time: house.time, sessions: sessions, cookieSecure: configuration.secureCookies,
        areas: .standard(soap: ["/pk_external_ws/", "/repo-ws-ext/", "/fe_external_ws/", "/pz-services/", "/ep-services/", "/dt-services/"]),
        problems: ProblemRenderers(
            page: { status, problem, id in
                Desk.html(ErrorPage(status: status.code, message: problem.message, requestID: id.description, links: links).render(), status: status)
            },
            citizen: { status, problem, id in
                let frame = CitizenFrame(person: nil, token: "", current: nil, links: links)
                let heading = ErrorPage(status: status.code, message: "", requestID: "", links: links).heading
                return Desk.html(
                    CitizenErrorPage(frame: frame, heading: heading, message: problem.message, requestID: id.description).render(), status: status)
            },
            soap: { status, problem, _ in
                let fault = SoapFault(problem, service: .skrytka)
                return (try? soap.signedFault(fault, status: status)) ?? Response(status: .serviceUnavailable)
            },
            handOver: { status, problem, id in
                Desk.html(LoginRefusedPage(message: problem.message, requestID: id.description, links: links).render(), status: status)
            }),
        keptForms: KeptFormPages(signIn: signInPage, citizenSignIn: citizenSignInPage, sendAgain: sendAgain, unsaved: unsaved), citizens: identity.sessions)
    let router = front.makeRouter()

    resources.register(on: router)
    router.get("/health/live") { _, _ in "ok\n" }
    router.get("/health/ready") { _, _ -> Response in
        do {
            _ = try await house.platform.read { try OfficeRegistry.all($0).count }
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
        } catch {
            return Response(status: .serviceUnavailable, body: .init(byteBuffer: ByteBuffer(string: "baza danych nie odpowiada\n")))
        }
    }

    soap.register(on: router, wsdls: Bundled.wsdls, publicAddress: configuration.publicAddress)
    router.get("/ksiazka-adresowa.csv") { _, _ in
        Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(bytes: try await platform.directory())))
    }
    router.get("/certyfikat-platformy.pem") { _, _ in
        Response(status: .ok, headers: [.contentType: "application/x-pem-file"], body: .init(byteBuffer: ByteBuffer(string: seal.certificate.pem)))
    }
    if configuration.opensRepository {
        router.get("/file-download-servlet/DownloadServlet") { request, _ in
            let file = try await platform.repositoryFile(request.uri.queryParameters["fileId"].map(String.init) ?? "")
            return Response(
                status: .ok,
                headers: [
                    .contentType: file.mediaType, .contentDisposition: "attachment; filename*=UTF-8''\(PercentCoding.encode(file.name))",
                    .contentSecurityPolicy: "default-src 'none'; sandbox",
                ], body: .init(byteBuffer: ByteBuffer(bytes: file.content)))
        }
    }

    if let federation = configuration.federation {
        let handOver = PassingPage.Drawing(links: ResourceLinks(stylesheet: resources.link("urzad.css"), scripts: [resources.link("przekaz.js")]))
        federation.register(
            on: router, cookiesAreSecure: configuration.secureCookies, page: handOver,
            door: CitizenServiceDoor(identity: identity, cookie: front.citizenCookie, links: links),
            arrivals: CitizenNodeArrivals(identity: identity, cookie: front.citizenCookie))
    }

    let systems = SystemDesk(house: house, publicAddress: configuration.publicAddress, settings: configuration.api)
    systems.register(on: router)
    let help = APIHelpPage(links: links, server: configuration.publicAddress).render()
    router.get("/api/v1") { _, _ in Desk.html(help) }

    let first = SignIn(platform: house.platform, passwords: configuration.passwords, sessions: sessions, directory: configuration.directory?.door)
    let signIn = OfficerSignIn(first: first, challenges: identity.challenges)
    let deliver: @Sendable (CodeMessage) async throws -> Void = { try await identity.deliver($0) }
    let steps = SecondStepRoutes(signIn: signIn, sessions: sessions, cookie: front.cookie, links: links, deliver: deliver, sendAgain: sendAgain)
    SignInRoutes(signIn: signIn, sessions: sessions, cookie: front.cookie, page: { form, _ in signInPage(form) }, steps: steps).register(on: router)
    steps.register(on: router)
    var providers: [(value: String, text: String)] = []
    if let directory = configuration.directory { providers.append((AccountLinks.directory, "katalog kont: \(directory.label)")) }
    if let openID = configuration.openID {
        providers.append((openID.settings.issuer, "OpenID: \(openID.settings.label)"))
        OpenIDRoutes(
            logins: OpenIDLogins(platform: house.platform, keys: configuration.identity.keys, settings: openID.settings, transport: openID.transport), signIn: signIn,
            steps: steps, cookiesAreSecure: configuration.secureCookies
        ).register(on: router)
    }

    let citizenDesk = CitizenDesk(
        house: house, identity: identity, platform: platform, links: links, cookie: front.citizenCookie, forms: sessions,
        offersNode: configuration.federation?.node != nil)
    let citizens = router.group(context: CitizenContext.self)
    CitizenSignInRoutes(desk: citizenDesk, sendAgain: sendAgain).register(on: router)
    CitizenRegistrationRoutes(desk: citizenDesk).register(on: router, citizens: citizens)
    PasswordResetRoutes(desk: citizenDesk).register(on: router)
    ContactChangeRoutes(desk: citizenDesk).register(on: citizens)
    CitizenVisitRoutes(desk: citizenDesk).register(on: citizens)
    CitizenProfileRoutes(desk: citizenDesk).register(on: citizens)
    CitizenLetterRoutes(desk: citizenDesk).register(on: citizens)
    CitizenPowerRoutes(desk: citizenDesk).register(on: citizens)
    CitizenTaxRoutes(desk: citizenDesk).register(on: citizens)
    CalculatorRoutes(desk: citizenDesk).register(on: router)
    CitizenSigningRoutes(desk: citizenDesk, signing: signing).register(on: router, citizens: citizens)

    let desk = Desk(
        house: house, accounts: Accounts(platform: house.platform, passwords: configuration.passwords), resources: resources,
        secureCookies: configuration.secureCookies, typesetter: configuration.typesetter,
        sendsMail: configuration.identity.carriesMessages,
        points: { account, now in
            // Whoever keeps users finds the point by its address; the way there is for those who work at it.
            try await identity.platform.read { c in
                try PointStanding.of(account, c, on: PolishTime.day(of: now)).contains {
                    $0.isOperator || !$0.roles.isEmpty || ($0.keepsUsers && $0.point.state != .ended)
                }
            }
        })
    let signedIn = router.group(context: SignedInContext.self)
    let clerks = signedIn.group(context: ClerkContext.self)
    RegisterRoutes(desk: desk).register(on: clerks)
    LetterRoutes(desk: desk).register(on: clerks)
    ScanRoutes(desk: desk).register(on: clerks)
    LetterReading(desk: desk).register(on: signedIn)
    let officers = signedIn.group(context: OfficerContext.self)
    DayRoutes(desk: desk).register(on: officers)
    ReadersRoutes(desk: desk).register(on: officers)
    PaperStoreRoutes(desk: desk).register(on: officers)
    ArchiveRoutes(desk: desk).register(on: officers)
    DisposalRoutes(desk: desk).register(on: officers)
    AssignmentRoutes(desk: desk).register(on: officers)
    SearchRoutes(desk: desk).register(on: signedIn, officers: officers)
    CasesRoutes(desk: desk).register(on: officers)
    OversightRoutes(desk: desk).register(on: officers)
    CaseOpeningRoutes(desk: desk).register(on: officers)
    CaseListsRoutes(desk: desk).register(on: officers)
    CaseRoutes(desk: desk).register(on: officers)
    OverviewRoutes(desk: desk).register(on: signedIn)
    StructureRoutes(desk: desk).register(on: signedIn)
    ReorganisationRoutes(desk: desk).register(on: signedIn)
    PeopleRoutes(desk: desk).register(on: signedIn)
    let accountRoutes = AccountRoutes(desk: desk, providers: providers)
    accountRoutes.register(on: signedIn)
    SignInRuleRoutes(desk: desk, accounts: accountRoutes).register(on: signedIn)
    OwnAccountRoutes(
        desk: desk, factors: OfficerFactors(first: first, challenges: identity.challenges), signIn: signIn, sessions: sessions, deliver: deliver
    ).register(on: signedIn)
    SubstitutionRoutes(desk: desk).register(signedIn: signedIn, officers: officers)
    RightsRoutes(desk: desk).register(on: signedIn)
    CalendarRoutes(desk: desk).register(on: signedIn)
    JournalRoutes(desk: desk).register(on: signedIn)
    PlatformJournalRoutes(desk: desk).register(on: signedIn)
    FilePlanRoutes(desk: desk).register(signedIn: signedIn, officers: officers)
    RuleRoutes(desk: desk).register(on: signedIn)
    ContactRoutes(desk: desk).register(on: officers)
    LetterWritingRoutes(desk: desk).register(on: officers)
    OutgoingLetterRoutes(desk: desk).register(on: officers)
    ApprovalRoutes(desk: desk).register(on: officers)
    SigningRoutes(desk: desk).register(on: officers)
    HandSignedScanRoutes(desk: desk).register(on: officers)
    DispatchRoutes(desk: desk).register(on: officers)
    PostRoutes(desk: desk).register(on: officers)
    HandOverReceiptRoutes(desk: desk).register(on: officers)
    ReturnRoutes(desk: desk).register(on: officers)
    OutgoingRegisterRoutes(desk: desk).register(on: officers)
    TemplateRoutes(desk: desk).register(on: signedIn)
    HelpRoutes(desk: desk).register(on: signedIn)
    let programme = ProgrammeDesk(desk: desk)
    ProgrammeRoutes(programme: programme).register(on: router)
    ProgrammeWorkRoutes(programme: programme).register(on: signedIn)
    BudgetRoutes(programme: programme).register(on: signedIn)
    AwarenessRoutes(programme: programme, sessions: sessions, cookie: front.cookie, publicAddress: configuration.publicAddress).register(
        on: router, signedIn: signedIn)
    TrainingRoutes(programme: programme, sessions: sessions, cookie: front.cookie, seal: seal, publicAddress: configuration.publicAddress).register(
        on: router, signedIn: signedIn)
    OfficeRoutes(desk: desk).register(signedIn: signedIn, administrators: signedIn.group(context: AdministratorContext.self))
    let taxDesk = TaxDesk(desk: desk), taxClerks = signedIn.group(context: TaxClerkContext.self)
    TaxAccountRoutes(taxes: taxDesk).register(on: taxClerks)
    TaxDeclarationRoutes(taxes: taxDesk).register(on: taxClerks)
    TaxYearRoutes(taxes: taxDesk).register(on: taxClerks)
    TaxMoneyRoutes(taxes: taxDesk).register(on: taxClerks)
    let pointDesk = PointDesk(desk: desk, identity: identity)
    CounterRoutes(point: pointDesk).register(on: signedIn)
    PointRoutes(point: pointDesk).register(on: signedIn)
    PointAuthorisationRoutes(point: pointDesk).register(on: signedIn)
    PointSettingsRoutes(point: pointDesk).register(on: signedIn)
    PaperRoutes(point: pointDesk).register(on: signedIn)
    OwnCodeRoutes(point: pointDesk).register(on: signedIn)
    VisitRoutes(point: pointDesk).register(on: signedIn)
    PowerDeskRoutes(point: pointDesk).register(on: signedIn)
    if let outbox = configuration.identity.outbox { DemoOutboxRoutes(outbox: outbox, links: links).register(on: router) }
    SystemsRoutes(desk: desk, secrets: configuration.webhookSecrets).register(on: signedIn.group(context: AdministratorContext.self))
    return router
}

extension SoapEndpoint {
    func signedFault(_ fault: SoapFault, status: HTTPResponse.Status) throws -> Response {
        let envelope = try WSSecurity.envelope(body: fault.body, identity: identity, now: time.now, timestamp: true)
        return Response(status: status, headers: [.contentType: "text/xml; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(bytes: envelope)))
    }
}

/// The files that are part of the program.
enum Bundled {
    static let pages: [StaticResources.Resource] = [
        .init(name: "urzad.css", bytes: PackageResources.urzad_css), .init(name: "klawisze.js", bytes: PackageResources.klawisze_js),
        .init(name: "lista.js", bytes: PackageResources.lista_js), .init(name: "formularz.js", bytes: PackageResources.formularz_js),
        .init(name: "pismo.js", bytes: PackageResources.pismo_js), .init(name: "przekaz.js", bytes: PackageResources.przekaz_js),
        .init(name: "nadawca.js", bytes: PackageResources.nadawca_js),
        .init(name: "inter-pl.woff2", bytes: PackageResources.inter_pl_woff2),
    ]
    static let wsdls: [String: [UInt8]] = [
        "skrytka.wsdl": PackageResources.skrytka_wsdl, "pull.wsdl": PackageResources.pull_wsdl, "doreczyciel.wsdl": PackageResources.doreczyciel_wsdl,
        "obslugaUpp.wsdl": PackageResources.obslugaUpp_wsdl, "filerepo.wsdl": PackageResources.filerepo_wsdl,
        "ZarzadzanieDokumentami.wsdl": PackageResources.ZarzadzanieDokumentami_wsdl, "obiektypk.xsd": PackageResources.obiektypk_xsd,
        "tpSigning.wsdl": PackageResources.tpSigning_wsdl, "tpSigning5.wsdl": PackageResources.tpSigning5_wsdl,
        "tpUserInfo.wsdl": PackageResources.tpUserInfo_wsdl, "tpUserObjectsInfo.wsdl": PackageResources.tpUserObjectsInfo_wsdl,
        "idpIdentityInfo.wsdl": PackageResources.idpIdentityInfo_wsdl,
        "obiektyExt.xsd": PackageResources.obiektyExt_xsd, "filerepocore.xsd": PackageResources.filerepocore_xsd,
    ]
}
