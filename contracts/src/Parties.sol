// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IParties, Party, PartyClaim, PartyRoles} from "./interfaces/IParties.sol";

/// @title Parties
/// @notice See IParties. Storage is append-only: new variables go below the last one.
contract Parties is IParties, AccessManagedUpgradeable, EIP712 {
    using SafeCast for uint256;

    /// @dev Exactly one word, so that asking whether an account may act costs two reads: this and its issuer's roles.
    struct Standing {
        address issuer;
        uint40 expiresAt;
        uint32 roles;
        uint16 country;
        bool frozen;
    }

    bytes32 private constant CLAIM_TYPEHASH = keccak256(
        "PartyClaim(address account,bytes32 partyId,uint32 roles,uint16 country,uint64 expiresAt,uint256 nonce)"
    );
    /// @dev All roles that a claim can grant.
    uint32 private constant CLAIMABLE = PartyRoles.TRADER | PartyRoles.SOVEREIGN | PartyRoles.LANDOWNER
        | PartyRoles.VERIFIER | PartyRoles.CREDIT_BUYER | PartyRoles.ORACLE;

    mapping(address account => Standing) private _standings;
    mapping(address issuer => uint32) private _issuerRoles;
    mapping(address account => bytes32) private _partyIds;
    mapping(address account => uint256) private _nonces;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() EIP712("Assay Parties", "1") {
        _disableInitializers();
    }

    /// @notice Once, behind the proxy: the AccessManager.
    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
        // This contract itself vouches for the contracts of the protocol, so that they are parties like all others.
        _issuerRoles[address(this)] = PartyRoles.PROTOCOL;
    }

    // ------------------------------------------------------------------------------------------------------- governance

    /// @inheritdoc IParties
    function setIssuer(address issuer, uint32 roles) external restricted {
        if (roles & ~CLAIMABLE != 0 || issuer == address(0) || issuer == address(this)) revert BadRoles(roles);
        _issuerRoles[issuer] = roles;
        emit IssuerSet(issuer, roles);
    }

    /// @inheritdoc IParties
    function setProtocol(address account, bool isProtocol) external restricted {
        if (account.code.length == 0) revert NotAContract(account);
        bool frozen = _standings[account].frozen;
        if (isProtocol) {
            _standings[account] = Standing(address(this), type(uint40).max, PartyRoles.PROTOCOL, 0, frozen);
        } else {
            _standings[account] = Standing(address(0), 0, 0, 0, frozen);
        }
        emit ProtocolSet(account, isProtocol);
    }

    // ----------------------------------------------------------------------------------------------------------- claims

    /// @inheritdoc IParties
    function acceptClaim(PartyClaim calldata claim, bytes calldata signature) external {
        if (claim.roles == 0 || claim.roles & ~CLAIMABLE != 0) revert BadRoles(claim.roles);
        if (claim.account == address(0) || claim.partyId == 0) revert UnknownParty(claim.account);
        if (block.timestamp >= claim.expiresAt) revert ClaimExpired(claim.expiresAt);
        uint256 nonce = _nonces[claim.account];
        if (claim.nonce != nonce) revert BadClaimNonce(claim.nonce, nonce);

        address issuer = ECDSA.recover(_hashTypedDataV4(keccak256(abi.encode(CLAIM_TYPEHASH, claim))), signature);
        if (issuer == claim.account) revert SelfIssuedClaim(claim.account);
        if (claim.roles & ~_issuerRoles[issuer] != 0) revert UntrustedIssuer(issuer, claim.roles);
        Standing memory standing = _standings[claim.account];
        if (standing.issuer != issuer && _holds(standing, type(uint32).max)) {
            revert ClaimHeldByOther(claim.account, standing.issuer);
        }

        _nonces[claim.account] = nonce + 1;
        _partyIds[claim.account] = claim.partyId;
        _standings[claim.account] =
            Standing(issuer, uint256(claim.expiresAt).toUint40(), claim.roles, claim.country, standing.frozen);
        emit ClaimAccepted(claim.account, claim.partyId, claim.roles, claim.country, claim.expiresAt, issuer);
    }

    /// @inheritdoc IParties
    function revokeClaim(address account) external restricted {
        Standing memory standing = _standings[account];
        if (standing.issuer == address(0) || standing.issuer == address(this)) revert UnknownParty(account);
        // A claim that was signed but not yet brought dies with the one revoked.
        _nonces[account]++;
        _standings[account] = Standing(address(0), 0, 0, 0, standing.frozen);
        emit ClaimRevoked(account, _partyIds[account]);
    }

    /// @inheritdoc IParties
    function setFrozen(address account, bool frozen) external restricted {
        _standings[account].frozen = frozen;
        emit FrozenSet(account, frozen);
    }

    // -------------------------------------------------------------------------------------------------------- questions

    /// @inheritdoc IParties
    function isActive(address account, uint32 roles) external view returns (bool) {
        Standing memory standing = _standings[account];
        return !standing.frozen && _holds(standing, roles);
    }

    /// @inheritdoc IParties
    function isFrozen(address account) external view returns (bool) {
        return _standings[account].frozen;
    }

    /// @inheritdoc IParties
    function requireTransferable(address from, address to, uint32 holderRoles) external view {
        if (from != address(0) && _standings[from].frozen) revert FrozenAccount(from);
        if (to == address(0)) return;
        Standing memory standing = _standings[to];
        if (standing.frozen) revert FrozenAccount(to);
        if (holderRoles != 0 && !_holds(standing, holderRoles)) revert NotAllowedToHold(to);
    }

    /// @inheritdoc IParties
    function party(address account) external view returns (Party memory) {
        Standing memory standing = _standings[account];
        return Party(
            _partyIds[account], standing.roles, standing.country, standing.expiresAt, standing.frozen, standing.issuer
        );
    }

    /// @inheritdoc IParties
    function claimNonce(address account) external view returns (uint256) {
        return _nonces[account];
    }

    /// @inheritdoc IParties
    function issuerRoles(address issuer) external view returns (uint32) {
        return _issuerRoles[issuer];
    }

    /// @dev An unexpired standing with at least one of `roles`, each still trusted to its issuer.
    function _holds(Standing memory standing, uint32 roles) private view returns (bool) {
        return block.timestamp < standing.expiresAt && standing.roles & roles & _issuerRoles[standing.issuer] != 0;
    }
}
