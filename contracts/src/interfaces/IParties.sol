// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Roles a party can hold, as bits of one word, so that one claim can grant several and one read can test any.
library PartyRoles {
    uint32 internal constant TRADER = 1 << 0; // buys and sells commodity contracts
    uint32 internal constant SOVEREIGN = 1 << 1; // receives and holds Foundation Token
    uint32 internal constant LANDOWNER = 1 << 2; // holds land titles, proposes carbon projects
    uint32 internal constant VERIFIER = 1 << 3; // accredited carbon verifier
    uint32 internal constant CREDIT_BUYER = 1 << 4; // buys and retires carbon credits
    uint32 internal constant ORACLE = 1 << 5; // signs verification reports
    uint32 internal constant PROTOCOL = 1 << 6; // a contract of the protocol that may hold restricted tokens; no claim grants it
}

/// @notice A statement by a trusted issuer that `account` is the wallet of `partyId` with `roles` until `expiresAt`.
/// @dev EIP-712 type: PartyClaim(address account,bytes32 partyId,uint32 roles,uint16 country,uint64 expiresAt,uint256 nonce)
struct PartyClaim {
    address account;
    bytes32 partyId;
    uint32 roles;
    uint16 country; // ISO 3166-1 numeric
    uint64 expiresAt; // seconds since 1970; the claim holds while block.timestamp < expiresAt
    uint256 nonce; // per account, starts at 0, so that an old claim cannot be replayed after a newer one
}

/// @notice What the registry knows of an account.
struct Party {
    bytes32 partyId;
    uint32 roles;
    uint16 country;
    uint64 expiresAt;
    bool frozen;
    address issuer; // who signed the claim; the party is active only while this issuer is trusted for the roles
}

/// @title Who may hold or act
/// @notice Accounts become parties by a claim that a trusted issuer signed for them: issuer bound, role bound, expiring.
interface IParties {
    /// @notice An issuer is trusted for exactly these roles from now on.
    event IssuerSet(address indexed issuer, uint32 roles);
    /// @notice An account became a party, or its claim was replaced.
    event ClaimAccepted(
        address indexed account, bytes32 indexed partyId, uint32 roles, uint16 country, uint64 expiresAt, address issuer
    );
    /// @notice An account's claim was ended.
    event ClaimRevoked(address indexed account, bytes32 indexed partyId);
    /// @notice An account was frozen or released.
    event FrozenSet(address indexed account, bool frozen);
    /// @notice A contract may, or may no longer, hold restricted tokens.
    event ProtocolSet(address indexed account, bool isProtocol);

    /// @notice Whoever signed is not trusted for these roles.
    error UntrustedIssuer(address issuer, uint32 roles);
    /// @notice Nobody vouches for himself.
    error SelfIssuedClaim(address account);
    /// @notice The claim is over before it is brought.
    error ClaimExpired(uint64 expiresAt);
    /// @notice The claim is not the account's next.
    error BadClaimNonce(uint256 given, uint256 expected);
    /// @notice Another issuer's claim is in force: revoke it first, or let it expire.
    error ClaimHeldByOther(address account, address issuer);
    /// @notice There is no claim, or an empty one was brought.
    error UnknownParty(address account);
    /// @notice Roles that no claim or issuer can have.
    error BadRoles(uint32 roles);
    /// @notice Only contracts are marked as the protocol's.
    error NotAContract(address account);
    /// @notice The account is frozen.
    error FrozenAccount(address account);
    /// @notice The account has no active claim for the role that holding asks for.
    error NotAllowedToHold(address account);

    /// @notice Trusts `issuer` to grant exactly `roles` (0 removes it; its claims stop being active at once). Governance.
    function setIssuer(address issuer, uint32 roles) external;
    /// @notice Marks a contract of the protocol as a party with role PROTOCOL, without expiry, or takes the mark away. Governance.
    function setProtocol(address account, bool isProtocol) external;
    /// @notice Stores a claim. Anyone may bring it; the signature must be a trusted issuer's and not the account's own.
    function acceptClaim(PartyClaim calldata claim, bytes calldata signature) external;
    /// @notice Ends a party's claim. Compliance.
    function revokeClaim(address account) external;
    /// @notice Freezes or releases an account; a new claim never changes it. Compliance.
    function setFrozen(address account, bool frozen) external;

    /// @notice True when the account has an unexpired claim of a still trusted issuer with at least one of `roles` and is not frozen.
    function isActive(address account, uint32 roles) external view returns (bool);
    /// @notice True while the account is frozen, whether it is a party or not.
    function isFrozen(address account) external view returns (bool);
    /// @notice One question for every token of the protocol: reverts with FrozenAccount when `from` or `to` is frozen, and with
    /// NotAllowedToHold when `to` is not active in one of `holderRoles` (0 = anyone may hold). The zero address is skipped.
    function requireTransferable(address from, address to, uint32 holderRoles) external view;
    /// @notice What the registry knows of an account, expired or not.
    function party(address account) external view returns (Party memory);
    /// @notice The nonce the account's next claim must have.
    function claimNonce(address account) external view returns (uint256);
    /// @notice Roles an issuer is trusted for; 0 for nobody.
    function issuerRoles(address issuer) external view returns (uint32);
}
