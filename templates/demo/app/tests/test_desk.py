"""The desk's own tests. They talk HTTP to whatever DESK_LLM_URL names."""

import unittest

from desk import orders, refunds, settings, triage


class Desk(unittest.TestCase):
    def test_the_default_model(self):
        self.assertEqual(settings.MODEL, "deepseek-chat")

    def test_a_double_charge_goes_to_billing(self):
        sorted_ticket = triage.triage("I was charged twice for order A-1001, please check.")
        self.assertEqual(sorted_ticket["queue"], "billing")

    def test_an_order_number_is_found(self):
        self.assertEqual(orders.order_of("Where is my order A-1041?"), "A-1041")

    def test_a_plain_refund_is_allowed(self):
        decision = refunds.may_refund("Unused lamp, delivered 12 days ago, 45 EUR.")
        self.assertTrue(decision["refund"])


if __name__ == "__main__":
    unittest.main()
