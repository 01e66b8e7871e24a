internal import Kernel

extension SystemDesk {
    /// What an operation does; exhaustive, so that none is described without being served.
    func work(_ id: APIOperation.ID, _ call: SystemCall) throws -> SystemWork {
        switch id {
        case .showToken: LetterCalls.token(call)
        case .listLetters: LetterCalls.list(call)
        case .registerLetter: try LetterCalls.register(call)
        case .getLetter: LetterCalls.show(call)
        case .addLetterFile: try LetterCalls.addFile(call)
        case .getLetterFile: LetterCalls.file(call)
        case .listCases: CaseCalls.list(call)
        case .openCase: CaseCalls.open(call)
        case .getCase: CaseCalls.show(call)
        case .getMetryka: CaseCalls.metryka(call)
        case .joinLetter: CaseCalls.join(call)
        case .settleCase: CaseCalls.settle(call)
        case .closeCase: CaseCalls.close(call)
        case .listDocuments: DocumentCalls.list(call)
        case .addDocument: try DocumentCalls.addFile(call)
        case .addNote: DocumentCalls.addNote(call)
        case .getDocumentContent: DocumentCalls.content(call)
        case .listOutgoing: OutgoingCalls.list(call)
        case .draftOutgoing: OutgoingCalls.draft(call)
        case .getOutgoing: OutgoingCalls.show(call)
        case .listDispatches: DispatchCalls.list(call)
        case .getDispatch: DispatchCalls.show(call)
        case .listEvidence: DispatchCalls.evidence(call)
        case .search: RegisterCalls.search(call)
        case .listOutgoingRegister: RegisterCalls.outgoing(call)
        case .searchClasses: RegisterCalls.classes(call)
        case .getClass: RegisterCalls.planClass(call)
        case .listUnits: RegisterCalls.units(call)
        }
    }
}
