"""What a built site offers beside its pages: files made from them."""
