// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {TransparentUpgradeableProxy} from "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {Allocation} from "../src/Allocation.sol";
import {AuditAnchor} from "../src/AuditAnchor.sol";
import {CarbonCredit} from "../src/CarbonCredit.sol";
import {Conversion} from "../src/Conversion.sol";
import {Escrow} from "../src/Escrow.sol";
import {FoundationToken} from "../src/FoundationToken.sol";
import {LandRegistry} from "../src/LandRegistry.sol";
import {Listings} from "../src/Listings.sol";
import {Parties} from "../src/Parties.sol";
import {PaymentToken} from "../src/PaymentToken.sol";
import {Verification} from "../src/Verification.sol";
import {AllocationTerms} from "../src/interfaces/IAllocation.sol";
import {IssuanceTerms, Title} from "../src/interfaces/ICarbon.sol";
import {EscrowTerms, tradeIdOf} from "../src/interfaces/IEscrow.sol";
import {PartyClaim, PartyRoles} from "../src/interfaces/IParties.sol";
import {CaseTerms, Opening, Programme, Report, SignedReport, Tier} from "../src/interfaces/IVerification.sol";
import {Assertions} from "./Assertions.sol";
import {vm} from "./Vm.sol";

/// @notice The whole system behind its proxies, with roles granted from the deployment's own table, and named actors.
/// The numbers are those of domain.md 2.27 (G1).
abstract contract Base is Assertions {
    AccessManager internal manager;
    Parties internal parties;
    PaymentToken internal paymentToken;
    FoundationToken internal foundationToken;
    Verification internal verification;
    Escrow internal escrow;
    Allocation internal allocation;
    Conversion internal conversion;
    LandRegistry internal landRegistry;
    CarbonCredit internal carbonCredit;
    Listings internal listings;
    AuditAnchor internal auditAnchor;

    uint256 internal constant ISSUER_KEY = 0x1550e5;
    uint256 internal constant BUYER_KEY = 0xb0e7;
    uint256 internal constant NODE_KEY = 0x90de00; // of node 0; the others follow

    address internal immutable ISSUER = vm.addr(ISSUER_KEY);
    address internal immutable BUYER = vm.addr(BUYER_KEY);
    address internal constant SELLER = address(0x5e11e4);
    address internal constant SOVEREIGN = address(0x50ae4e16);
    address internal constant SOVEREIGN_TWO = address(0x50ae4e17);
    address internal constant LANDOWNER = address(0x1a4d);
    address internal constant CREDIT_BUYER = address(0xc4ed17);
    address internal constant STRANGER = address(0x57a46e4);
    address internal constant OPERATIONS = address(0xfee1);
    address internal constant DEVELOPMENT = address(0xfee2);
    address internal constant RESERVE = address(0xfee3);
    address internal constant VERIFICATION_FEES = address(0xfee4);
    address internal constant COMMISSIONS = address(0xfee5);

    address internal constant OPERATOR = address(0xa001);
    address internal constant REVIEWER = address(0xa002);
    address internal constant REGISTRAR = address(0xa003);
    address internal constant COMPLIANCE = address(0xa004);
    address internal constant TREASURY = address(0xa005);
    address internal constant ANCHOR = address(0xa006);
    address internal constant GOVERNANCE = address(0xa007);
    address internal constant UPGRADER = address(0xa008);

    bytes32 internal constant CASE = keccak256("case");
    bytes32 internal constant CLAIM_KEY = keccak256("what, where, when");
    bytes32 internal constant EVIDENCE = keccak256("evidence");
    bytes32 internal constant REASON = keccak256("reason");
    bytes32 internal constant PROJECT = keccak256("project");
    bytes32 internal constant PARCEL = keccak256("parcel");
    uint32 internal constant VINTAGE = 20253;
    uint128 internal constant QUANTITY = 10_000_000; // 10,000 t in thousandths
    uint128 internal constant AMOUNT = 2_500_000e18;
    bytes32 internal immutable TRADE = tradeIdOf(CASE, vm.addr(BUYER_KEY), SELLER, AMOUNT);
    uint256 internal constant SEVEN = 0x7f; // committee of nodes 0..6
    uint32 internal constant WINDOW = 48 hours;
    uint64 internal constant START = 1_760_000_000;

    /// @dev What each case was opened with: the chain keeps a hash of it.
    mapping(bytes32 caseId => CaseTerms) private _opened;

    /// @dev Reliabilities of domain.md 2.3, then more nodes for the larger committees.
    uint16[13] internal reliabilities =
        [uint16(10_000), 9000, 9000, 8000, 8000, 7000, 6000, 9000, 9000, 9000, 9000, 9000, 9000];

    function setUp() public virtual {
        vm.warp(START);
        _deploy();
        _grant();
        vm.startPrank(GOVERNANCE);
        parties.setIssuer(ISSUER, (1 << 6) - 1);
        for (uint8 i = 0; i < 13; i++) {
            verification.setNode(i, nodeAddress(i), reliabilities[i], true);
        }
        address[4] memory holders = [address(escrow), address(allocation), address(conversion), address(listings)];
        for (uint256 i = 0; i < 4; i++) {
            parties.setProtocol(holders[i], true);
        }
        vm.stopPrank();
        admit(BUYER, PartyRoles.TRADER);
        admit(SELLER, PartyRoles.TRADER);
        admit(SOVEREIGN, PartyRoles.SOVEREIGN);
        admit(SOVEREIGN_TWO, PartyRoles.SOVEREIGN);
        admit(LANDOWNER, PartyRoles.LANDOWNER);
        admit(CREDIT_BUYER, PartyRoles.CREDIT_BUYER);
    }

    // ------------------------------------------------------------------------------------------------------- deployment

    function _deploy() private {
        manager = new AccessManager(address(this));
        bytes memory init = abi.encodeCall(Parties.initialize, (address(manager)));
        parties = Parties(_proxy(address(new Parties()), init));
        paymentToken = PaymentToken(_proxy(address(new PaymentToken(parties)), init));
        foundationToken = FoundationToken(_proxy(address(new FoundationToken(parties)), init));
        verification = Verification(
            _proxy(
                address(new Verification(parties)),
                abi.encodeCall(Verification.initialize, (address(manager), 850_000, 150_000, tiers()))
            )
        );
        escrow = Escrow(
            _proxy(
                address(new Escrow(parties, paymentToken, verification)),
                abi.encodeCall(
                    Escrow.initialize,
                    (
                        address(manager),
                        [OPERATIONS, DEVELOPMENT, RESERVE, VERIFICATION_FEES],
                        [uint16(6000), 3000, 1000]
                    )
                )
            )
        );
        allocation = Allocation(
            _proxy(
                address(new Allocation(foundationToken, verification, escrow)),
                abi.encodeCall(Allocation.initialize, (address(manager), 1_000_000_000e18, 500, 1000, 2000, 3500))
            )
        );
        conversion = Conversion(
            _proxy(
                address(new Conversion(parties, paymentToken, foundationToken)),
                abi.encodeCall(Conversion.initialize, (address(manager), 1e18, 300, 35, 5_000_000e18))
            )
        );
        landRegistry = LandRegistry(_proxy(address(new LandRegistry(parties)), init));
        carbonCredit = CarbonCredit(_proxy(address(new CarbonCredit(parties, verification, landRegistry)), init));
        listings = Listings(
            _proxy(
                address(new Listings(carbonCredit, paymentToken)),
                abi.encodeCall(Listings.initialize, (address(manager), 500, COMMISSIONS))
            )
        );
        auditAnchor = AuditAnchor(_proxy(address(new AuditAnchor()), init));
    }

    function _proxy(address implementation, bytes memory init) private returns (address) {
        return address(new TransparentUpgradeableProxy(implementation, address(manager), init));
    }

    function _grant() private {
        string memory table = vm.readFile("contracts/script/access.json");
        _map(table, "Parties", address(parties));
        _map(table, "PaymentToken", address(paymentToken));
        _map(table, "FoundationToken", address(foundationToken));
        _map(table, "Verification", address(verification));
        _map(table, "Escrow", address(escrow));
        _map(table, "Allocation", address(allocation));
        _map(table, "Conversion", address(conversion));
        _map(table, "LandRegistry", address(landRegistry));
        _map(table, "CarbonCredit", address(carbonCredit));
        _map(table, "Listings", address(listings));
        _map(table, "AuditAnchor", address(auditAnchor));
        _grantRole(table, "OPERATOR", OPERATOR);
        _grantRole(table, "REVIEWER", REVIEWER);
        _grantRole(table, "REGISTRAR", REGISTRAR);
        _grantRole(table, "COMPLIANCE", COMPLIANCE);
        _grantRole(table, "TREASURY", TREASURY);
        _grantRole(table, "ANCHOR", ANCHOR);
        // One address: these tests ask what a role may do; that wallets differ is asked of the deployment.
        _grantRole(table, "GOVERNANCE_A", GOVERNANCE);
        _grantRole(table, "GOVERNANCE_B", GOVERNANCE);
        _grantRole(table, "NODE_REGISTRAR", GOVERNANCE);
        _grantRole(table, "UPGRADER", UPGRADER);
        _grantRole(table, "ALLOCATOR", address(allocation));
        _grantRole(table, "CONVERTER", address(conversion));
    }

    function _map(string memory table, string memory name, address target) private {
        string memory path = string.concat(".functions.", name);
        string[] memory roles = vm.parseJsonKeys(table, path);
        for (uint256 i = 0; i < roles.length; i++) {
            string[] memory signatures = vm.parseJsonStringArray(table, string.concat(path, ".", roles[i]));
            bytes4[] memory selectors = new bytes4[](signatures.length);
            for (uint256 j = 0; j < signatures.length; j++) {
                selectors[j] = bytes4(keccak256(bytes(signatures[j])));
            }
            manager.setTargetFunctionRole(target, selectors, _roleId(table, roles[i]));
        }
    }

    function _grantRole(string memory table, string memory role, address account) private {
        manager.grantRole(_roleId(table, role), account, 0);
    }

    function _roleId(string memory table, string memory role) internal pure returns (uint64) {
        return uint64(vm.parseJsonUint(table, string.concat(".roles.", role)));
    }

    // ---------------------------------------------------------------------------------------------------------- parties

    function admit(address account, uint32 roles) internal {
        PartyClaim memory claim = claimFor(account, roles);
        parties.acceptClaim(claim, signClaim(ISSUER_KEY, claim));
    }

    function claimFor(address account, uint32 roles) internal view returns (PartyClaim memory) {
        return PartyClaim({
            account: account,
            partyId: keccak256(abi.encode("party", account)),
            roles: roles,
            country: 756,
            expiresAt: uint64(block.timestamp + 730 days),
            nonce: parties.claimNonce(account)
        });
    }

    function signClaim(uint256 key, PartyClaim memory claim) internal view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "PartyClaim(address account,bytes32 partyId,uint32 roles,uint16 country,uint64 expiresAt,uint256 nonce)"
        );
        return signature(key, typedDigest("Assay Parties", address(parties), keccak256(abi.encode(typehash, claim))));
    }

    function freeze(address account) internal {
        vm.prank(COMPLIANCE);
        parties.setFrozen(account, true);
    }

    // ------------------------------------------------------------------------------------------------------------ cases

    function nodeAddress(uint256 index) internal pure returns (address) {
        return vm.addr(NODE_KEY + index);
    }

    /// @dev The tiers of domain.md 2.3 by their k, and the carbon verifier's.
    function tiers() internal pure returns (Tier[] memory floors) {
        floors = new Tier[](5);
        floors[0] = Tier(Programme.Commodity, 3, 7, 7500, 765_000, WINDOW);
        floors[1] = Tier(Programme.Commodity, 5, 7, 8000, 765_000, WINDOW);
        floors[2] = Tier(Programme.Commodity, 7, 7, 8500, 765_000, WINDOW);
        floors[3] = Tier(Programme.Commodity, 9, 9, 9000, 765_000, WINDOW);
        floors[4] = Tier(Programme.Carbon, 1, 1, 7500, 765_000, WINDOW);
    }

    /// @dev A commodity case of the lowest tier.
    function caseTerms(bytes32 caseId, bytes32 termsHash) internal view returns (CaseTerms memory) {
        return CaseTerms({
            caseId: caseId,
            claimKey: CLAIM_KEY,
            evidenceRoot: EVIDENCE,
            termsHash: termsHash,
            programme: Programme.Commodity,
            committee: SEVEN,
            contractedQuantity: QUANTITY,
            scoreThresholdE4: 892_500,
            consensusBps: 7500,
            minReports: 3,
            windowSeconds: WINDOW,
            deadline: uint64(block.timestamp + 30 days)
        });
    }

    /// @dev A carbon case of all seven nodes, though one would do.
    function carbonTerms(bytes32 caseId, bytes32 termsHash) internal view returns (CaseTerms memory terms) {
        terms = caseTerms(caseId, termsHash);
        terms.programme = Programme.Carbon;
        terms.minReports = 1;
        terms.claimKey = keccak256(abi.encode("claim", caseId));
    }

    function open(CaseTerms memory terms) internal {
        vm.prank(OPERATOR);
        verification.openCase(terms);
        _opened[terms.caseId] = terms;
    }

    function openingOf(bytes32 caseId) internal view returns (Opening memory) {
        CaseTerms storage terms = _opened[caseId];
        return Opening(terms.claimKey, terms.evidenceRoot, terms.committee);
    }

    /// @dev The round's report of a node that found `scoreE4`.
    function reportOf(bytes32 caseId, uint32 scoreE4, bool agrees) internal view returns (Report memory) {
        uint32 round = verification.getCase(caseId).round;
        uint128 quantity = verification.getCase(caseId).proposedQuantity;
        CaseTerms storage terms = _opened[caseId];
        bytes32 why = keccak256("why");
        return Report(caseId, round, terms.evidenceRoot, terms.termsHash, quantity, scoreE4, agrees, false, why);
    }

    function signed(uint256 nodeIndex, Report memory report) internal view returns (SignedReport memory) {
        return signedWith(NODE_KEY + nodeIndex, nodeIndex, report);
    }

    function signedWith(uint256 key, uint256 nodeIndex, Report memory report)
        internal
        view
        returns (SignedReport memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, verification.reportDigest(report));
        bytes32 vs = bytes32(uint256(s) | (uint256(v - 27) << 255));
        uint256 flags = (report.agrees ? 1 : 0) + (report.critical ? 2 : 0);
        return SignedReport(uint48((nodeIndex << 40) | (flags << 32) | report.scoreE4), report.justificationHash, r, vs);
    }

    /// @dev The first `count` nodes answer alike.
    function unanimous(bytes32 caseId, uint256 count, uint32 scoreE4, bool agrees)
        internal
        view
        returns (SignedReport[] memory reports)
    {
        reports = new SignedReport[](count);
        for (uint256 i = 0; i < count; i++) {
            reports[i] = signed(i, reportOf(caseId, scoreE4, agrees));
        }
    }

    function submit(bytes32 caseId, SignedReport[] memory reports) internal {
        verification.submitResult(caseId, openingOf(caseId), reports);
    }

    function approve(bytes32 caseId) internal {
        submit(caseId, unanimous(caseId, 7, 940_625, true));
    }

    function reject(bytes32 caseId) internal {
        SignedReport[] memory reports = new SignedReport[](7);
        Report memory report = reportOf(caseId, 600_000, false);
        report.critical = true;
        for (uint256 i = 0; i < 7; i++) {
            reports[i] = signed(i, report);
        }
        submit(caseId, reports);
    }

    function review(bytes32 caseId, uint128 quantity) internal {
        vm.prank(REVIEWER);
        verification.openReview(caseId, quantity, REASON);
    }

    function passWindow() internal {
        vm.warp(block.timestamp + WINDOW);
    }

    // ----------------------------------------------------------------------------------------------------------- escrow

    function escrowTerms() internal view returns (EscrowTerms memory) {
        return EscrowTerms({
            caseId: CASE,
            buyer: BUYER,
            seller: SELLER,
            amount: AMOUNT,
            tradeFee: 3735e18,
            verificationFee: 1250e18,
            burnBps: 1500,
            timeoutAt: uint64(block.timestamp + 90 days)
        });
    }

    function idOf(EscrowTerms memory terms) internal pure returns (bytes32) {
        return tradeIdOf(terms.caseId, terms.buyer, terms.seller, terms.amount);
    }

    function givePt(address to, uint256 amount) internal {
        vm.prank(TREASURY);
        paymentToken.mint(to, amount);
    }

    function fundEscrow(EscrowTerms memory terms) internal {
        givePt(terms.buyer, terms.amount);
        vm.prank(terms.buyer);
        paymentToken.approve(address(escrow), terms.amount);
        vm.prank(terms.buyer);
        escrow.fund(terms);
    }

    function signConsent(uint256 key, EscrowTerms memory terms) internal view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "EscrowTerms(bytes32 caseId,address buyer,address seller,uint128 amount,uint128 tradeFee,uint128 verificationFee,uint16 burnBps,uint64 timeoutAt)"
        );
        return signature(key, typedDigest("Assay Escrow", address(escrow), keccak256(abi.encode(typehash, terms))));
    }

    // ------------------------------------------------------------------------------------------------------- allocation

    function allocationTerms() internal view returns (AllocationTerms memory terms) {
        terms.caseId = CASE;
        terms.buyer = BUYER;
        terms.seller = SELLER;
        terms.sovereign = SOVEREIGN;
        terms.ptValue = AMOUNT;
        terms.baseMultiplierE4 = 17_000;
        terms.factorsE4 = [int32(500), 1500, 867, 2800, 0, 1000, 0];
        terms.weightsE4 = [uint16(1500), 2000, 1000, 2500, 1500, 1000, 500];
        terms.modifierE4 = 10_000;
        terms.eligibilityBps = 10_000;
        terms.expected = 4_250_000e18;
        terms.parametersHash = keccak256("parameters");
    }

    /// @dev A trade funded, verified and past its window; ready to release and allocate.
    function settleTrade(AllocationTerms memory terms) internal {
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        approve(CASE);
        passWindow();
    }

    /// @dev FT in a sovereign's hands without the way there.
    function giveFt(address sovereign, uint256 amount) internal {
        vm.prank(address(allocation));
        foundationToken.mint(sovereign, amount);
    }

    // ----------------------------------------------------------------------------------------------------------- carbon

    function issuanceTerms() internal pure returns (IssuanceTerms memory) {
        return IssuanceTerms(CASE, PROJECT, PARCEL, LANDOWNER, VINTAGE, 6967, 1229, keccak256("methodology"));
    }

    function registerParcel(bytes32 parcelId) internal {
        vm.prank(REGISTRAR);
        landRegistry.register(titles(parcelId, LANDOWNER, keccak256(abi.encode("polygon", parcelId)), 3500));
    }

    /// @dev One title, as the registry takes them.
    function titles(bytes32 parcelId, address owner, bytes32 polygonCommitment, uint64 areaM2)
        internal
        pure
        returns (Title[] memory one)
    {
        one = new Title[](1);
        one[0] = Title(parcelId, owner, polygonCommitment, "u9zxy", areaM2);
    }

    /// @dev Opens, approves and settles the case of `terms`, whose parcel must be registered.
    function settleIssuance(IssuanceTerms memory terms) internal {
        CaseTerms memory opened = carbonTerms(terms.caseId, keccak256(abi.encode(terms)));
        opened.contractedQuantity = terms.netKg + terms.bufferKg;
        open(opened);
        approve(terms.caseId);
        passWindow();
    }

    function issueCredits() internal returns (uint256 id) {
        IssuanceTerms memory terms = issuanceTerms();
        registerParcel(PARCEL);
        settleIssuance(terms);
        carbonCredit.issue(terms);
        return carbonCredit.creditId(PROJECT, VINTAGE);
    }

    // ------------------------------------------------------------------------------------------------------- signatures

    function signature(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function typedDigest(string memory name, address target, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                target
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /// @dev Expects a restricted function to refuse `caller`.
    function expectUnauthorized(address caller) internal {
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSignature("AccessManagedUnauthorized(address)", caller));
    }
}
