// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {ProxyAdmin} from "@openzeppelin/contracts/proxy/transparent/ProxyAdmin.sol";
import {ITransparentUpgradeableProxy} from "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {Escrow} from "../src/Escrow.sol";
import {Parties} from "../src/Parties.sol";
import {EscrowState} from "../src/interfaces/IEscrow.sol";
import {IParties, PartyRoles} from "../src/interfaces/IParties.sol";
import {IPaymentToken} from "../src/interfaces/ITokens.sol";
import {IVerification} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @notice A next version of Escrow that adds a variable below the others.
contract EscrowNext is Escrow {
    uint256 public added;

    constructor(IParties parties, IPaymentToken paymentToken, IVerification verification)
        Escrow(parties, paymentToken, verification)
    {}

    function setAdded(uint256 value) external {
        added = value;
    }
}

contract UpgradeTest is Base {
    bytes32 private constant ADMIN_SLOT = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103;

    function test_nobody_initializes_a_proxy_again_or_an_implementation_at_all() public {
        bytes4 refusal = bytes4(keccak256("InvalidInitialization()"));
        vm.expectRevert(refusal);
        parties.initialize(STRANGER);
        vm.expectRevert(refusal);
        verification.initialize(STRANGER, 1, 1, tiers());
        vm.expectRevert(refusal);
        escrow.initialize(STRANGER, [STRANGER, STRANGER, STRANGER, STRANGER], [uint16(10_000), 0, 0]);
        vm.expectRevert(refusal);
        allocation.initialize(STRANGER, 0, 1, 1, 1, 1);
        vm.expectRevert(refusal);
        conversion.initialize(STRANGER, 1, 1, 1, 1);
        vm.expectRevert(refusal);
        listings.initialize(STRANGER, 0, STRANGER);
        vm.expectRevert(refusal);
        carbonCredit.initialize(STRANGER);
        vm.expectRevert(refusal);
        landRegistry.initialize(STRANGER);
        vm.expectRevert(refusal);
        paymentToken.initialize(STRANGER);
        vm.expectRevert(refusal);
        foundationToken.initialize(STRANGER);
        vm.expectRevert(refusal);
        auditAnchor.initialize(STRANGER);
        Parties bare = new Parties();
        vm.expectRevert(refusal);
        bare.initialize(STRANGER);
    }

    function testFuzz_only_the_upgrader_upgrades_and_only_through_the_manager(address caller) public {
        vm.assume(caller != UPGRADER && caller != address(manager) && caller.code.length == 0);
        vm.assume(caller != address(0));
        ProxyAdmin admin = _adminOf(address(escrow));
        (, bytes memory data) = _upgrade();
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", caller));
        admin.upgradeAndCall(ITransparentUpgradeableProxy(address(escrow)), STRANGER, "");
        _mapUpgrades(admin);
        vm.prank(caller);
        vm.expectPartialRevert(IAccessManager.AccessManagerUnauthorizedCall.selector);
        manager.execute(address(admin), data);
    }

    function test_an_upgrade_keeps_every_word_of_state() public {
        settleTrade(allocationTerms());
        bytes32[12] memory before;
        for (uint256 slot = 0; slot < 12; slot++) {
            before[slot] = vm.load(address(escrow), bytes32(slot));
        }
        bytes32 account = keccak256(abi.encode(escrow.getEscrow(TRADE)));
        ProxyAdmin admin = _adminOf(address(escrow));
        _mapUpgrades(admin);
        (EscrowNext next, bytes memory data) = _upgrade();
        vm.prank(UPGRADER);
        manager.execute(address(admin), data);

        for (uint256 slot = 0; slot < 12; slot++) {
            assertEq(vm.load(address(escrow), bytes32(slot)), before[slot], "slot");
        }
        assertEq(keccak256(abi.encode(escrow.getEscrow(TRADE))), account, "escrow");
        EscrowNext upgraded = EscrowNext(address(escrow));
        assertEq(upgraded.added(), 0, "new variable is empty");
        upgraded.setAdded(7);
        escrow.release(TRADE);
        assertTrue(escrow.getEscrow(TRADE).state == EscrowState.Released, "still pays");
        assertEq(upgraded.added(), 7, "new variable is its own");
        assertEq(next.added(), 0, "the implementation keeps nothing");
    }

    function test_an_execution_delay_makes_an_upgrade_wait() public {
        manager.grantRole(8, UPGRADER, 3 days);
        ProxyAdmin admin = _adminOf(address(escrow));
        _mapUpgrades(admin);
        (, bytes memory data) = _upgrade();
        vm.startPrank(UPGRADER);
        vm.warp(block.timestamp + 30 days); // a longer delay takes effect at once
        vm.expectPartialRevert(IAccessManager.AccessManagerNotScheduled.selector);
        manager.execute(address(admin), data);
        manager.schedule(address(admin), data, uint48(block.timestamp + 3 days));
        vm.warp(block.timestamp + 3 days - 1);
        vm.expectPartialRevert(IAccessManager.AccessManagerNotReady.selector);
        manager.execute(address(admin), data);
        vm.warp(block.timestamp + 1);
        manager.execute(address(admin), data);
    }

    function test_the_authority_changes_only_by_the_authority() public {
        vm.prank(GOVERNANCE);
        vm.expectRevert(abi.encodeWithSignature("AccessManagedUnauthorized(address)", GOVERNANCE));
        escrow.setAuthority(address(this));
        assertTrue(parties.isActive(BUYER, PartyRoles.TRADER), "unchanged");
    }

    function _upgrade() private returns (EscrowNext next, bytes memory data) {
        next = new EscrowNext(parties, paymentToken, verification);
        data = abi.encodeCall(
            ProxyAdmin.upgradeAndCall, (ITransparentUpgradeableProxy(address(escrow)), address(next), "")
        );
    }

    function _adminOf(address proxy) private view returns (ProxyAdmin) {
        return ProxyAdmin(address(uint160(uint256(vm.load(proxy, ADMIN_SLOT)))));
    }

    function _mapUpgrades(ProxyAdmin admin) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = ProxyAdmin.upgradeAndCall.selector;
        manager.setTargetFunctionRole(address(admin), selectors, 8);
    }
}
