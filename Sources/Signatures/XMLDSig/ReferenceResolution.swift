internal import Cryptography
internal import Kernel
internal import XML

/// One `ds:Reference`, resolved and checked.
struct ReferenceOutcome {
    enum Target {
        case document
        /// The document element alone, without what stands around it.
        case root
        case signedProperties(XMLNode)
        case element(XMLNode)
        case unknown
    }
    var target: Target
    var problems: [SignatureProblem]
    var digest: DigestAlgorithm?
}

extension SignatureVerifier {
    /// - Parameter allSignatures: every `ds:Signature` of the document, for the XPath that hides them all.
    static func resolve(_ reference: XMLNode, of signature: XMLNode, in tree: XMLTree, allSignatures: [XMLNode]) -> ReferenceOutcome {
        func failed(_ p: SignatureProblem, _ target: ReferenceOutcome.Target = .unknown) -> ReferenceOutcome {
            ReferenceOutcome(target: target, problems: [p], digest: nil)
        }
        guard let algorithm = DigestAlgorithm(uri: reference.child("DigestMethod", Names.ds)?.attribute("Algorithm")) else {
            return failed(.unsupportedAlgorithm)
        }
        guard let expected = reference.child("DigestValue", Names.ds).flatMap({ Base64.decode($0.text) }) else { return failed(.malformed) }
        guard let uri = reference.attribute("URI") else { return failed(.foreignReference) }

        var target: ReferenceOutcome.Target = .document
        var apex: XMLNode?
        if uri.hasPrefix("#") {
            let found = tree.elements(id: identifier(uri))
            guard let element = found.first else { return failed(.danglingReference) }
            guard found.count == 1 else { return failed(.duplicateID) }
            apex = element
            if element.name == "SignedProperties", Names.isXAdES(element.namespace) {
                target = .signedProperties(element)
                // It must be the one of this very signature, in its one place.
                guard let qualifying = element.parent, qualifying.name == "QualifyingProperties", let object = qualifying.parent,
                    object.is("Object", Names.ds), object.parent == signature
                else { return failed(.wrapping, target) }
            } else if element == tree.root {
                target = .root
            } else {
                target = .element(element)
                // An element inside another signature, or around nothing of the document's body, is no content.
                if !element.isInside(signature), let holder = element.parent, holder.is("Object", Names.ds) { return failed(.wrapping, target) }
            }
        } else if !uri.isEmpty {
            return failed(.foreignReference)
        }

        var hidden: [XMLNode] = []
        var method: C14N?
        var prefixes: [String] = []
        let transforms = reference.child("Transforms", Names.ds)?.children ?? []
        guard transforms.count <= 8 else { return failed(.unsupportedTransform, target) }
        for transform in transforms {
            guard transform.is("Transform", Names.ds), method == nil, let name = transform.attribute("Algorithm") else {
                return failed(.unsupportedTransform, target)
            }
            switch name {
            case Names.enveloped: hidden.append(signature)
            case Names.xpath:
                guard let expression = transform.child("XPath", Names.ds), excludesSignatures(expression) else {
                    return failed(.unsupportedTransform, target)
                }
                hidden.append(contentsOf: allSignatures)
            default:
                guard let c14n = C14N(rawValue: name) else { return failed(.unsupportedTransform, target) }
                method = c14n
                prefixes = inclusivePrefixes(transform)
            }
        }
        guard let bytes = try? tree.canonical(method ?? .inclusive, of: apex, hiding: hidden, inclusivePrefixes: prefixes) else {
            return failed(.malformed, target)
        }
        var problems: [SignatureProblem] = []
        if !constantTimeEqual(algorithm.hash(bytes), expected) {
            if case .signedProperties = target { problems.append(.propertiesDigestMismatch) } else { problems.append(.digestMismatch) }
        }
        if algorithm == .sha1 { problems.append(.weakAlgorithm) }
        return ReferenceOutcome(target: target, problems: problems, digest: algorithm)
    }

    /// `#id` or `#xpointer(id('id'))`.
    private static func identifier(_ uri: String) -> String {
        let name = String(uri.dropFirst())
        for quote in ["'", "\""] where name.hasPrefix("xpointer(id(\(quote)") && name.hasSuffix("\(quote)))") {
            return String(name.dropFirst(13).dropLast(3))
        }
        return name
    }

    static func inclusivePrefixes(_ node: XMLNode) -> [String] {
        let list = node.children.first { $0.is("InclusiveNamespaces", Names.exclusiveNamespace) }?.attribute("PrefixList") ?? ""
        return list.split(separator: " ").map(String.init)
    }

    /// Only one expression is understood: the one that leaves out every signature, whatever prefix it is written with.
    private static func excludesSignatures(_ expression: XMLNode) -> Bool {
        let compact = expression.text.filter { !$0.isWhitespace }
        guard compact.hasPrefix("not(ancestor-or-self::"), compact.hasSuffix(":Signature)") else { return false }
        let prefix = compact.dropFirst("not(ancestor-or-self::".count).dropLast(":Signature)".count)
        return !prefix.isEmpty && expression.namespaceURI(forPrefix: String(prefix)) == Names.ds
    }
}
