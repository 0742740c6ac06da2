"""The tables of the sample company: an ordinary customer database that nobody designed for privacy.

Twelve tables with primary keys, foreign keys and indexes on every reference and every looked-up e-mail column. Times
are ``YYYY-MM-DD HH:MM:SS`` in UTC, days ``YYYY-MM-DD``, amounts whole cents. ``managed_accounts`` is held as a
customer's processor; all else the company holds as controller (Art. 4(7), 4(8) GDPR).
"""

from __future__ import annotations

SCHEMA = """
CREATE TABLE customers(
  id INTEGER NOT NULL PRIMARY KEY, customer_no TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
  organisation TEXT, full_name TEXT, email TEXT, phone TEXT, mobile TEXT,
  street TEXT, house_no TEXT, postcode TEXT, town TEXT, language TEXT, email_since DATETIME,
  blocked BOOLEAN NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)), left_on DATE, updated_at DATETIME,
  own_statement TEXT);
CREATE INDEX customers_email ON customers(email);
CREATE TABLE contacts(
  id INTEGER NOT NULL PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id),
  full_name TEXT, email TEXT, phone TEXT, email_since DATETIME, updated_at DATETIME);
CREATE INDEX contacts_customer ON contacts(customer_id);
CREATE INDEX contacts_email ON contacts(email);
CREATE TABLE addresses(
  id INTEGER NOT NULL PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id),
  label TEXT, street TEXT, house_no TEXT, postcode TEXT, town TEXT, country TEXT);
CREATE INDEX addresses_customer ON addresses(customer_id);
CREATE TABLE orders(
  id INTEGER NOT NULL PRIMARY KEY, customer_id INTEGER REFERENCES customers(id),
  ordered_on DATE, status TEXT, delivered_on DATE, items TEXT, remarks TEXT);
CREATE INDEX orders_customer ON orders(customer_id);
CREATE TABLE order_lines(
  id INTEGER NOT NULL PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id),
  article TEXT, quantity INTEGER, price_cents INTEGER);
CREATE INDEX order_lines_order ON order_lines(order_id);
CREATE TABLE invoices(
  id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL UNIQUE,
  customer_id INTEGER REFERENCES customers(id), order_id INTEGER REFERENCES orders(id),
  issued_on DATE NOT NULL, paid_on DATE, bill_name TEXT NOT NULL, bill_address TEXT NOT NULL,
  lines TEXT, total_cents INTEGER);
CREATE INDEX invoices_customer ON invoices(customer_id);
CREATE INDEX invoices_order ON invoices(order_id);
CREATE TABLE tickets(
  id INTEGER NOT NULL PRIMARY KEY, customer_id INTEGER REFERENCES customers(id),
  email TEXT, opened_at DATETIME, subject TEXT, body TEXT, status TEXT);
CREATE INDEX tickets_customer ON tickets(customer_id);
CREATE INDEX tickets_email ON tickets(email);
CREATE TABLE mails(
  id INTEGER NOT NULL PRIMARY KEY, to_address TEXT, from_address TEXT, sent_at DATETIME, subject TEXT, body TEXT);
CREATE INDEX mails_to ON mails(to_address);
CREATE INDEX mails_from ON mails(from_address);
CREATE TABLE shipments(
  id INTEGER NOT NULL PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id),
  carrier TEXT, name TEXT, address TEXT, town TEXT, barcode TEXT, delivered_on DATE);
CREATE INDEX shipments_order ON shipments(order_id);
CREATE TABLE page_views(
  id INTEGER NOT NULL PRIMARY KEY, at DATETIME, customer_id INTEGER REFERENCES customers(id),
  ip TEXT, agent TEXT, path TEXT);
CREATE INDEX page_views_customer ON page_views(customer_id);
CREATE INDEX page_views_at ON page_views(at);
CREATE TABLE subscriptions(
  id INTEGER NOT NULL PRIMARY KEY, email TEXT, name TEXT, address TEXT, town TEXT, status TEXT,
  signed_up_at DATETIME, post_ok BOOLEAN, consent_text TEXT);
CREATE INDEX subscriptions_email ON subscriptions(email);
CREATE TABLE managed_accounts(
  id INTEGER NOT NULL PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id),
  login TEXT, full_name TEXT, email TEXT);
CREATE INDEX managed_accounts_customer ON managed_accounts(customer_id);
CREATE INDEX managed_accounts_email ON managed_accounts(email);
"""
"""The statements that make the twelve tables, in an order in which every reference finds its table."""

TABLES = (
    "customers",
    "contacts",
    "addresses",
    "orders",
    "order_lines",
    "invoices",
    "tickets",
    "mails",
    "shipments",
    "page_views",
    "subscriptions",
    "managed_accounts",
)
"""The twelve tables; rows are written in this order."""
