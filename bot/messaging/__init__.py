"""From a kept message to sent replies: claimed, handled, answered, told, sent."""
