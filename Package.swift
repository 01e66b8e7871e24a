// swift-tools-version:6.3
import PackageDescription

/// One set of compiler settings for every target of the house.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

let package = Package(
    name: "eurzad",
    products: [.executable(name: "eurzad", targets: ["eurzad"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // ── system libraries ──
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxslt", providers: [.apt(["libxml2-dev", "libxslt1-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLibZ", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CLibLDAP", pkgConfig: "ldap", providers: [.apt(["libldap-dev"])]),
        // ── ground ──
        .target(name: "Kernel", swiftSettings: settings),
        .target(name: "Law", dependencies: ["Kernel"], swiftSettings: settings),
        .target(name: "Cryptography", dependencies: ["Kernel", "CLibCrypto"], swiftSettings: settings),
        .target(name: "XML", dependencies: ["Kernel", "CLibXML2"], swiftSettings: settings),
        .target(name: "Markup", dependencies: ["Kernel"], swiftSettings: settings),
        .target(name: "PDF", dependencies: ["CLibZ"], swiftSettings: settings),
        .target(name: "Store", dependencies: ["Kernel", "Cryptography", "Law", nioPosix], swiftSettings: settings),
        .target(
            name: "StoreSQLite",
            dependencies: ["Kernel", "Store", nioPosix, .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings
        ),
        .target(name: "StorePostgres", dependencies: ["Kernel", "Store", "CLibPQ", nioPosix], swiftSettings: settings),
        .target(name: "Signatures", dependencies: ["Kernel", "Cryptography", "XML", "PDF"], swiftSettings: settings),
        .target(name: "SAML", dependencies: ["Kernel", "Cryptography", "XML", "Signatures"], swiftSettings: settings),
        .target(name: "LDAP", dependencies: ["CLibLDAP", nioPosix], swiftSettings: settings),
        .target(
            name: "Typesetting",
            dependencies: ["Kernel", "Cryptography", "Markup", "PDF", nioPosix],
            resources: [.embedInCode("Resources")],
            swiftSettings: settings
        ),
        // ── domains, none imports another ──
        .target(name: "Chancery", dependencies: ["Kernel", "Law", "Store", "XML"], swiftSettings: settings),
        .target(
            name: "Exchange",
            dependencies: ["Kernel", "Law", "Cryptography", "XML", "Signatures", "Store", "CLibArchive"],
            swiftSettings: settings
        ),
        .target(name: "Identity", dependencies: ["Kernel", "Law", "Cryptography", "SAML", "Store"], swiftSettings: settings),
        .target(name: "Revenue", dependencies: ["Kernel", "Law", "XML", "Cryptography", "Store"], swiftSettings: settings),
        .target(
            name: "Programme", dependencies: ["Kernel", "Law", "Store"], resources: [.embedInCode("Resources")], swiftSettings: settings),
        // ── the office as a whole ──
        .target(
            name: "Office",
            dependencies: [
                "Kernel", "Law", "Cryptography", "XML", "Signatures", "Typesetting", "Markup", "Store", "Chancery", "Exchange", "Identity", "Revenue",
                "Programme", logging,
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Web",
            dependencies: [
                "Kernel", "Law", "Cryptography", "XML", "Signatures", "SAML", "Typesetting", "Store", "Markup", "Chancery", "Exchange", "Identity",
                "Revenue", "Programme", "Office", hummingbird, logging, httpTypes, nioCore,
            ],
            resources: [.embedInCode("Resources")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "eurzad",
            dependencies: [
                "Kernel", "Law", "Cryptography", "XML", "Signatures", "SAML", "Typesetting", "Store", "StoreSQLite", "StorePostgres", "Chancery",
                "Exchange", "Identity", "Revenue", "Programme", "Office", "Web", "LDAP", hummingbird, logging, nioCore, nioPosix,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "eurzad-bench",
            dependencies: [
                "Kernel", "Law", "Cryptography", "XML", "Signatures", "Store", "StoreSQLite", "Chancery", "Exchange", "Identity", "Revenue", nioCore,
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            path: "Benchmarks",
            swiftSettings: settings
        ),
        // ── tests ──
        .executableTarget(name: "crash-writer", dependencies: ["Kernel", "Store", "StoreSQLite"], path: "Tests/CrashWriter", swiftSettings: settings),
        .executableTarget(
            name: "saml-trial",
            dependencies: [
                "Kernel", "Law", "Cryptography", "Signatures", "SAML", "Store", "StoreSQLite", "Exchange", "Identity", "Office", "Web", hummingbird, logging,
                nioCore, .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            path: "Tests/SAMLTrial",
            swiftSettings: settings
        ),
        .target(
            name: "StoreTesting",
            dependencies: ["Kernel", "Store", "StoreSQLite", "StorePostgres"],
            path: "Tests/StoreTesting",
            swiftSettings: settings
        ),
        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: settings),
        .testTarget(name: "LawTests", dependencies: ["Kernel", "Law"], swiftSettings: settings),
        .testTarget(name: "CryptographyTests", dependencies: ["Kernel", "Cryptography"], swiftSettings: settings),
        .testTarget(name: "XMLTests", dependencies: ["Kernel", "XML"], swiftSettings: settings),
        .testTarget(name: "MarkupTests", dependencies: ["Kernel", "Markup"], swiftSettings: settings),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Kernel", "Cryptography", "Store", "StoreSQLite", "StorePostgres", "StoreTesting", "Law", "crash-writer"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SignaturesTests",
            dependencies: ["Kernel", "Cryptography", "XML", "PDF", "Signatures"],
            swiftSettings: settings
        ),
        .testTarget(name: "SAMLTests", dependencies: ["Kernel", "Cryptography", "XML", "Signatures", "SAML"], swiftSettings: settings),
        .testTarget(name: "LDAPTests", dependencies: ["LDAP"], swiftSettings: settings),
        .testTarget(name: "PDFTests", dependencies: ["Kernel", "PDF"], swiftSettings: settings),
        .testTarget(
            name: "TypesettingTests",
            dependencies: ["Kernel", "Cryptography", "Markup", "Signatures", "Typesetting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChanceryTests",
            dependencies: ["Kernel", "Law", "Store", "StoreTesting", "Chancery", "XML"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ExchangeTests",
            dependencies: ["Kernel", "Law", "Cryptography", "XML", "Signatures", "Store", "StoreTesting", "Exchange"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "IdentityTests",
            dependencies: ["Kernel", "Law", "Cryptography", "SAML", "Store", "StoreSQLite", "StoreTesting", "Identity"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RevenueTests", dependencies: ["Kernel", "Law", "Store", "StoreTesting", "Revenue"], exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(name: "ProgrammeTests", dependencies: ["Kernel", "Law", "Store", "StoreTesting", "Programme"], swiftSettings: settings),
        .testTarget(
            name: "OfficeTests",
            dependencies: [
                "Kernel", "Law", "Cryptography", "XML", "Signatures", "Typesetting", "Store", "StoreTesting", "Chancery", "Exchange", "Identity", "Programme", "Office",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Kernel", "Law", "Cryptography", "XML", "Signatures", "SAML", "Store", "StoreSQLite", "StoreTesting", "Markup", "Chancery",
                "Exchange", "Identity", "Programme", "Office", "Web", hummingbird, httpTypes, nioCore, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            exclude: ["Golden"],
            swiftSettings: settings
        ),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
